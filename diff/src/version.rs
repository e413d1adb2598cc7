//! The version step that the changes of a client require, by Cargo's rules.
//!
//! <https://doc.rust-lang.org/cargo/reference/semver.html>: the first number that is not zero tells incompatible
//! versions apart. Before 1.0, a minor step is incompatible; before 0.1, every step is.

use std::fmt;

/// What a release has to tell its users.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VersionStep {
    /// The code is the same.
    None,
    /// The code differs, and the public API and its meaning do not.
    Compatible,
    /// The API has new items, or means something else.
    Addition,
    /// Code that uses the API may not compile.
    Incompatible,
}

/// `major`, `minor`, `patch` or `none`, for a version before and after 1.0.
impl fmt::Display for VersionStep {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::None => "none",
            Self::Compatible => "patch",
            Self::Addition => "minor",
            Self::Incompatible => "major",
        })
    }
}

/// The version after a step. `None` if the version is no semantic version.
pub fn next_version(version: &str, step: VersionStep) -> Option<String> {
    let core = version.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<u64> = core.split('.').map(str::parse).collect::<Result<_, _>>().ok()?;
    let [major, minor, patch] = *numbers.as_slice() else { return None };
    // A release ends its pre-release.
    let is_prerelease = version.contains('-');
    let (major, minor, patch) = match (step, major, minor) {
        (VersionStep::None, ..) => return Some(version.to_owned()),
        (VersionStep::Incompatible, 0, 0) => (0, 0, patch + 1),
        (VersionStep::Incompatible, 0, minor) => (0, minor + 1, 0),
        (VersionStep::Incompatible, major, _) => (major + 1, 0, 0),
        (VersionStep::Addition, 1.., minor) => (major, minor + 1, 0),
        (_, major, minor) if is_prerelease => (major, minor, patch),
        (_, major, minor) => (major, minor, patch + 1),
    };
    Some(format!("{major}.{minor}.{patch}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_follow_the_rules_of_cargo() {
        let next = |version: &str, step| next_version(version, step).unwrap_or_default();
        for (version, incompatible, addition, compatible) in [
            ("1.2.3", "2.0.0", "1.3.0", "1.2.4"),
            ("0.2.3", "0.3.0", "0.2.4", "0.2.4"),
            ("0.0.3", "0.0.4", "0.0.4", "0.0.4"),
            ("1.2.3-rc.1", "2.0.0", "1.3.0", "1.2.3"),
        ] {
            assert_eq!(next(version, VersionStep::Incompatible), incompatible);
            assert_eq!(next(version, VersionStep::Addition), addition);
            assert_eq!(next(version, VersionStep::Compatible), compatible);
            assert_eq!(next(version, VersionStep::None), version);
        }
        assert_eq!(next_version("1.2", VersionStep::Compatible), None);
    }
}
