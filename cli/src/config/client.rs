//! `[[client]]`: one client crate.

use std::{
    collections::BTreeMap,
    fs,
    ops::Range,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use toml::Spanned;
use wireright_codegen::{Options, diagnostic::Code};

use super::{
    ConfigError, LoadedConfig, PackageConfig, RenameConfig, RuntimeConfig, SharedTypesConfig, TypesConfig,
    error::{Problem, key_help},
    selector, warnings,
};
use crate::{
    crate_files::{Dependency, RuntimeDependency, package_name, runtime_name},
    generator_options,
};

/// The configuration of one client. Paths are relative to the folder of the file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClientConfig {
    /// The OpenAPI document.
    pub spec: Spanned<PathBuf>,
    /// Folder of the crate.
    pub out: Spanned<PathBuf>,
    /// Package name of the crate.
    pub name: Option<Spanned<String>>,
    /// The operations to generate.
    #[serde(default)]
    pub include: Vec<Spanned<String>>,
    /// The operations to omit.
    #[serde(default)]
    pub exclude: Vec<Spanned<String>>,
    /// Whether to generate schemas that no operation uses.
    pub unused_types: Option<bool>,
    /// What groups operations.
    pub group_by: Option<GroupBy>,
    /// OpenAPI Overlays, in the order of application.
    #[serde(default)]
    pub overlays: Vec<Spanned<PathBuf>>,
    /// Folder that references of the document cannot leave.
    pub root: Option<Spanned<PathBuf>>,
    /// Whether a warning fails.
    #[serde(default)]
    pub deny_warnings: bool,
    /// Codes of warnings that are neither shown nor denied.
    #[serde(default)]
    pub allow_warnings: Vec<Spanned<String>>,
    /// Where the runtime crate comes from. Default: a copy beside the client.
    pub runtime: Option<Spanned<RuntimeConfig>>,
    /// What `Cargo.toml` says about the crate.
    #[serde(default)]
    pub package: PackageConfig,
    /// Rules for generated types.
    #[serde(default)]
    pub types: Vec<Spanned<TypesConfig>>,
    /// Types of other clients of the file.
    #[serde(default)]
    pub shared_types: Vec<Spanned<SharedTypesConfig>>,
    /// Names in Rust in place of those of the document.
    #[serde(default)]
    pub rename: RenameConfig,
    /// Further dependencies of the crate, as in `Cargo.toml`.
    #[serde(default)]
    pub dependencies: BTreeMap<Spanned<String>, Spanned<toml::Value>>,
}

/// What groups the operations of a client.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GroupBy {
    /// The first tag.
    Tag,
}

impl ClientConfig {
    /// Whether this is the name of the client, or that of the folder of its crate.
    pub fn has_name(&self, name: &str) -> bool {
        self.name.as_ref().map(|known| known.get_ref().as_str()) == Some(name) || self.folder_name() == name
    }

    /// The name of the client, or that of the folder of its crate.
    pub fn display_name(&self) -> String {
        self.name.as_ref().map_or_else(|| self.folder_name(), |name| name.get_ref().clone())
    }

    fn folder_name(&self) -> String {
        self.out.get_ref().file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    /// The name of the package.
    pub fn package_name(&self, folder: &Path) -> String {
        let name = self.name.as_ref().map(|name| name.get_ref().clone());
        name.unwrap_or_else(|| package_name::of_folder(&folder.join(self.out.get_ref())))
    }

    /// The values that can be refused without a look at other files. What is missing in an incomplete table is none.
    pub(super) fn problems(&self, folder: &Path, incomplete: &[Range<usize>]) -> Vec<Problem> {
        let mut problems = Vec::new();
        if let Some(name) = &self.name {
            let runtime = runtime_name(name.get_ref());
            if let Err(message) = package_name::check(name.get_ref()) {
                let valid = package_name::sanitize(name.get_ref());
                problems.push(Problem::new(name.span(), message).help(format!("a valid name is `{valid}`")));
            } else if self.runtime.is_none() && package_name::check(&runtime).is_err() {
                let message = format!("the name of the copied runtime, `{runtime}`, is too long");
                problems.push(Problem::new(name.span(), message).help("shorten the name to at most 56 characters"));
            }
        }
        problems.extend(selector::problems(self.include.iter().chain(&self.exclude)));
        problems.extend(warnings::problems(&self.allow_warnings));
        problems.extend(self.package.problems());
        let is_incomplete = self.runtime.as_ref().is_some_and(|runtime| incomplete.contains(&runtime.span()));
        problems.extend(self.read_runtime(folder).err().filter(|_| !is_incomplete));
        problems.extend(self.dependency_results(folder).filter_map(Result::err));
        let optional = self.dependency_results(folder).filter_map(Result::ok).filter(Dependency::is_optional);
        let optional: Vec<String> = optional.map(|dependency| dependency.crate_name()).collect();
        problems.extend(self.types.iter().flat_map(|rule| rule.get_ref().problems(&optional)));
        problems
    }

    /// The warnings that are neither shown nor denied.
    pub fn allowed_warnings(&self) -> Vec<Code> {
        warnings::codes(&self.allow_warnings)
    }

    /// Where the runtime crate comes from.
    ///
    /// # Errors
    ///
    /// The keys of `runtime` contradict each other.
    pub fn runtime(&self, loaded: &LoadedConfig) -> Result<RuntimeDependency, ConfigError> {
        self.read_runtime(&loaded.folder).map_err(|problem| loaded.error(problem))
    }

    fn read_runtime(&self, folder: &Path) -> Result<RuntimeDependency, Problem> {
        let read = |runtime: &Spanned<RuntimeConfig>| runtime.get_ref().dependency(runtime.span(), folder);
        self.runtime.as_ref().map_or(Ok(RuntimeDependency::Bundled), read)
    }

    /// The options of the generator. Their overlays, entry documents and package name are missing.
    ///
    /// # Errors
    ///
    /// As for [`dependencies`](Self::dependencies).
    pub fn options(&self, loaded: &LoadedConfig) -> Result<Options, ConfigError> {
        let dependencies = self.dependencies(loaded)?;
        let selectors = |strings: &[Spanned<String>]| selector::with_places(strings).map_err(|one| loaded.error(one));
        Ok(Options {
            include: selectors(&self.include)?,
            exclude: selectors(&self.exclude)?,
            unused_types: self.unused_types,
            group_by_tag: self.group_by == Some(GroupBy::Tag),
            types: self.types.iter().map(|rule| rule.get_ref().rule(rule.span())).collect(),
            renames: self.rename.rules(),
            dependencies: Some(dependencies.iter().map(Dependency::crate_name).collect()),
            configuration: Some(loaded.source.clone()),
            ..generator_options::for_crate()
        })
    }

    /// The folder that references of the document cannot leave: the configured one, or the folder of the configuration
    /// if the document is below it. `None`: the default of [`documents`](crate::load::documents).
    pub fn root(&self, folder: &Path) -> Option<PathBuf> {
        let is_below = || {
            let spec = fs::canonicalize(folder.join(self.spec.get_ref())).ok()?;
            Some(spec.starts_with(fs::canonicalize(folder).ok()?))
        };
        let default = || is_below().unwrap_or(false).then(|| folder.to_path_buf());
        self.root.as_ref().map(|root| folder.join(root.get_ref())).or_else(default)
    }

    /// The further dependencies of the crate. Their paths are relative to the folder of the configuration.
    ///
    /// # Errors
    ///
    /// One has no name of a package, or Cargo refuses its value.
    pub fn dependencies(&self, loaded: &LoadedConfig) -> Result<Vec<Dependency>, ConfigError> {
        self.read_dependencies(&loaded.folder).map_err(|problem| loaded.error(problem))
    }

    fn read_dependencies(&self, folder: &Path) -> Result<Vec<Dependency>, Problem> {
        self.dependency_results(folder).collect()
    }

    fn dependency_results<'c>(
        &'c self,
        folder: &'c Path,
    ) -> impl Iterator<Item = Result<Dependency, Problem>> + use<'c> {
        let read = move |(name, value): (&Spanned<String>, &Spanned<toml::Value>)| {
            package_name::check_dependency(name.get_ref()).map_err(|message| Problem::new(name.span(), message))?;
            Dependency::new(name.get_ref(), value.get_ref(), folder)
                .map_err(|message| Problem { help: key_help(&message), ..Problem::new(value.span(), message) })
        };
        self.dependencies.iter().map(read)
    }
}
