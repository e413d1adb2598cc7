//! Options of the generator, which a caller or a configuration file sets.

use std::{ops::Range, str::FromStr};

use crate::SourceFile;

/// Options of [`generate`](crate::generate).
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent options")]
pub struct Options {
    /// The package name in the crate's `Cargo.toml`. Examples in the documentation import it. Default: `client`.
    pub package: String,
    /// The path of the module that the files form: `api`, or `clients::api`. The paths of the files are relative to the
    /// module's folder, and `mod.rs` is its root. Default: the files form a crate.
    pub module: Option<String>,
    /// The command that regenerates the files, for the first line of each. Default: none.
    pub command: Option<String>,
    /// Whether `README.md` beside `src` opens the crate's documentation. Default: no.
    pub has_readme: bool,
    /// The paths of the entry documents. Each becomes a service; the other documents are only referenced. Default: all
    /// documents are entry documents.
    pub entries: Vec<String>,
    /// Whether each entry document is the one of a client of its own, so that two of them may have the same title.
    /// Default: no, they are modules of one crate.
    pub separate_clients: bool,
    /// Whether an invalid construct is a warning and disables only the element that contains it. For documents of third
    /// parties. [`Diagnostic::workaround`](crate::Diagnostic::workaround) tells the consequence. Default: no, an
    /// invalid construct is an error.
    pub lenient: bool,
    /// Whether a selector or a rule of `types` that matches nothing is ignored: an older document may lack what the
    /// configuration names. Default: no, it is a problem.
    pub ignore_unmatched: bool,
    /// The operations to generate. Default: all. A selector that matches no operation is an error.
    pub include: Vec<ConfigSelector>,
    /// The operations not to generate. Default: none. A selector that matches no operation is a warning.
    pub exclude: Vec<ConfigSelector>,
    /// Whether to generate also the schemas under `components` that neither an operation nor a webhook nor a callback
    /// uses. Default: only for a document without operations.
    pub unused_types: Option<bool>,
    /// Whether the operations of a tag are methods of a struct for the tag, behind a feature for the tag:
    /// `client.pets().list()`. The first tag of an operation counts. Default: no.
    pub group_by_tag: bool,
    /// Whether to fill [`Generation::examples`](crate::Generation::examples). Default: no.
    pub examples: bool,
    /// Whether to fill [`Generation::calls`](crate::Generation::calls). Default: no.
    pub calls: bool,
    /// OpenAPI Overlays, applied to the entry documents in this order. Default: none.
    pub overlays: Vec<SourceFile>,
    /// Derives and attributes of generated types, and types of other crates in their place. Default: none. A rule that
    /// matches nothing is an error.
    pub types: Vec<TypeRule>,
    /// Names of schemas and operations in Rust, in place of those of the documents. Default: none. A rule that matches
    /// nothing is an error.
    pub renames: RenameRules,
    /// The names in Rust of the crates that the generated code may use: those of `types` and of `x-rust-type` in
    /// documents. Default: unknown, so that `types` may use any, and `x-rust-type` none.
    pub dependencies: Option<Vec<String>>,
    /// The file that contains [`types`](Self::types), [`renames`](Self::renames), [`include`](Self::include) and
    /// [`exclude`](Self::exclude), for diagnostics. Default: none, and their problems are reported at the first
    /// document.
    pub configuration: Option<SourceFile>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            package: "client".to_owned(),
            module: None,
            command: None,
            has_readme: false,
            entries: Vec::new(),
            separate_clients: false,
            lenient: false,
            ignore_unmatched: false,
            include: Vec::new(),
            exclude: Vec::new(),
            unused_types: None,
            group_by_tag: false,
            examples: false,
            calls: false,
            overlays: Vec::new(),
            types: Vec::new(),
            renames: RenameRules::default(),
            dependencies: None,
            configuration: None,
        }
    }
}

/// Selects operations. Its text is that of the command line and of a configuration:
///
/// ```
/// use wireright_codegen::Selector;
///
/// assert_eq!("tag:Users".parse(), Ok(Selector::Tag("Users".to_owned())));
/// assert_eq!(Selector::Path("/users".to_owned()).to_string(), "path:/users");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selector {
    /// The operation with this `operationId`.
    Operation(String),
    /// Operations with this tag.
    Tag(String),
    /// Operations whose path starts with this string.
    Path(String),
    /// Operations that are deprecated.
    Deprecated,
}

/// As on the command line: `tag:Users`.
impl std::fmt::Display for Selector {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Operation(id) => write!(formatter, "operation:{id}"),
            Self::Tag(tag) => write!(formatter, "tag:{tag}"),
            Self::Path(prefix) => write!(formatter, "path:{prefix}"),
            Self::Deprecated => formatter.write_str("deprecated"),
        }
    }
}

/// Parses `operation:ID`, `tag:NAME`, `path:PREFIX` or `deprecated`.
impl FromStr for Selector {
    type Err = InvalidSelector;

    fn from_str(text: &str) -> Result<Self, InvalidSelector> {
        if text == "deprecated" {
            return Ok(Self::Deprecated);
        }
        match text.split_once(':') {
            Some((_, "")) => Err(InvalidSelector("missing value after the colon")),
            Some(("operation", id)) => Ok(Self::Operation(id.to_owned())),
            Some(("tag", name)) => Ok(Self::Tag(name.to_owned())),
            Some(("path", prefix)) if prefix.starts_with('/') => Ok(Self::Path(prefix.to_owned())),
            Some(("path", _)) => Err(InvalidSelector("a path begins with `/`: path:/users")),
            _ => Err(InvalidSelector("expected operation:ID, tag:NAME, path:PREFIX or deprecated")),
        }
    }
}

/// Why a text is no [`Selector`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InvalidSelector(&'static str);

impl std::fmt::Display for InvalidSelector {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.0)
    }
}

impl std::error::Error for InvalidSelector {}

/// A selector, and its bytes in the configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConfigSelector {
    /// The selector.
    pub selector: Selector,
    /// The bytes of its text in the configuration. `None` for one of the command line.
    pub span: Option<Range<usize>>,
}

impl From<Selector> for ConfigSelector {
    fn from(selector: Selector) -> Self {
        Self { selector, span: None }
    }
}

/// A rule for generated types, from the table `[[client.types]]` of a configuration. Not validated yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TypeRule {
    /// The bytes of the rule in the configuration.
    pub span: Option<Range<usize>>,
    /// The types: a pattern of their names in Rust, or of the names of their schemas. `*` stands for any characters.
    /// Default: all types.
    pub schema: Option<ConfigText>,
    /// Only types of this kind: `struct`, `enum` of strings, `union` of types or `newtype`. Default: all kinds.
    pub kind: Option<ConfigText>,
    /// The fields and variants of these types to which the attributes are added: a pattern of their names in Rust or in
    /// JSON. Default: the attributes are added to the types.
    pub field: Option<ConfigText>,
    /// Paths of traits to derive: `schemars::JsonSchema`.
    pub derive: Vec<ConfigText>,
    /// Attributes, with `#[` and `]`. In those of a field, `{name}` inside a string is its name in JSON.
    pub attributes: Vec<ConfigText>,
    /// The scalars: those with this `format`. With `rust_type` only.
    pub format: Option<ConfigText>,
    /// The path of the type of another crate that replaces the types of these schemas, or of this format:
    /// `jiff::Timestamp`. It implements serde's traits, `Clone`, `Debug` and `PartialEq`.
    pub rust_type: Option<ConfigText>,
    /// The traits among `Eq` and `Hash` that this type implements.
    pub traits: Vec<ConfigText>,
}

/// Rules that name schemas and operations after other words than the document. An exact rule takes precedence over
/// `x-rust-name` of the document, which takes precedence over a pattern. Of several patterns, the one with the most
/// characters besides `*` holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenameRules {
    /// Rules for the schemas under `components`, by their keys.
    pub schemas: Vec<RenameRule>,
    /// Rules for operations, by their ids.
    pub operations: Vec<RenameRule>,
}

/// A rule that names schemas or operations. Not validated yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RenameRule {
    /// A name in the document, or a pattern: `*` stands for any characters, and an earlier `*` for as many as possible.
    pub pattern: ConfigText,
    /// The word to name the item after. `*` is what the `*` of the pattern stands for, in their order, and `{2}` what
    /// the second one stands for. Its case is converted.
    pub name: ConfigText,
}

impl RenameRule {
    /// A rule from its pattern and its name.
    pub fn new(pattern: &str, name: &str) -> Self {
        Self { pattern: pattern.into(), name: name.into() }
    }
}

/// A string of a configuration, and its bytes there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ConfigText {
    /// The string.
    pub text: String,
    /// The bytes of its value in the file.
    pub span: Option<Range<usize>>,
}

impl From<&str> for ConfigText {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), span: None }
    }
}
