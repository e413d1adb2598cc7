//! Which operations are wanted, as the command line says it.

use std::str::FromStr;

use wireright_codegen::Selector;

/// A choice of operations.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Filter {
    /// The operation of this id.
    Operation(String),
    /// The operations of this tag.
    Tag(String),
    /// The operations whose paths begin so.
    Path(String),
}

impl Filter {
    /// The choice as the generator takes it.
    pub(crate) fn into_selector(self) -> Selector {
        match self {
            Self::Operation(id) => Selector::Operation(id),
            Self::Tag(name) => Selector::Tag(name),
            Self::Path(prefix) => Selector::Path(prefix),
        }
    }
}

impl FromStr for Filter {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.split_once(':') {
            Some((_, "")) => Err("something has to stand after the colon".to_owned()),
            Some(("operation", id)) => Ok(Self::Operation(id.to_owned())),
            Some(("tag", name)) => Ok(Self::Tag(name.to_owned())),
            Some(("path", prefix)) if prefix.starts_with('/') => Ok(Self::Path(prefix.to_owned())),
            Some(("path", _)) => Err("a path begins with `/`: path:/users".to_owned()),
            _ => Err("expected operation:ID, tag:NAME or path:PREFIX".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_says_what_it_chooses_by() {
        assert_eq!("operation:users/list".parse(), Ok(Filter::Operation("users/list".to_owned())));
        assert_eq!("tag:a: b".parse(), Ok(Filter::Tag("a: b".to_owned())));
        assert_eq!("path:/v1".parse(), Ok(Filter::Path("/v1".to_owned())));
        for wrong in ["users", "id:x", "tag:", "path:v1", ""] {
            assert!(wrong.parse::<Filter>().is_err(), "{wrong}");
        }
    }
}
