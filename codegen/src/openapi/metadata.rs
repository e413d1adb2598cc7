//! Metadata of an API: Info, Server, Tag and External Documentation Objects. OpenAPI 3.0.3, sections 4.7.2 to 4.7.11.

use indexmap::IndexMap;

use super::{
    extensions::{self, RustNameKey},
    node::{Node, Read, Spanned},
    object_reader::ObjectReader,
};
use crate::{
    diagnostic::{Code, Diagnostics},
    source::{Location, Value},
};

/// "Info Object".
#[derive(Clone, Debug, Default)]
pub(crate) struct Info {
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) version: String,
    pub(crate) terms_of_service: Option<String>,
    pub(crate) contact: Option<Contact>,
    pub(crate) license: Option<License>,
    pub(crate) summary: Option<String>,
    /// `x-module`: the Rust module of the service.
    pub(crate) module: Option<Spanned<String>>,
}

impl Read for Info {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Info Object", diagnostics)?;
        let info = Self {
            title: object.required_or_default("title"),
            description: object.optional("description"),
            version: object.required_or_default::<ScalarText>("version").0,
            terms_of_service: object.optional("termsOfService"),
            contact: object.optional("contact"),
            license: object.optional("license"),
            summary: object.optional("summary"),
            module: object.optional("x-module"),
        };
        extensions::read_rationale(&mut object);
        object.finish();
        Some(info)
    }
}

/// "Contact Object".
#[derive(Clone, Debug)]
pub(crate) struct Contact {
    pub(crate) name: Option<String>,
    pub(crate) url: Option<String>,
    pub(crate) email: Option<String>,
}

impl Read for Contact {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Contact Object", diagnostics)?;
        let contact =
            Self { name: object.optional("name"), url: object.optional("url"), email: object.optional("email") };
        object.finish();
        Some(contact)
    }
}

/// "License Object".
#[derive(Clone, Debug)]
pub(crate) struct License {
    pub(crate) name: String,
    pub(crate) identifier: Option<String>,
    pub(crate) url: Option<String>,
}

impl Read for License {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "License Object", diagnostics)?;
        let license = Self {
            name: object.required_or_default("name"),
            identifier: object.optional("identifier"),
            url: object.optional("url"),
        };
        object.finish();
        Some(license)
    }
}

/// "Server Object".
#[derive(Clone, Debug)]
pub(crate) struct Server {
    pub(crate) url: Spanned<String>,
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) variables: IndexMap<String, ServerVariable>,
    /// `x-region`: the id of the region of this server.
    pub(crate) region: Option<Spanned<String>>,
}

impl Read for Server {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Server Object", diagnostics)?;
        let url = object.required("url");
        let name = object.optional("name");
        let description = object.optional("description");
        let variables = object.or_default("variables");
        let region = object.optional("x-region");
        extensions::read_rationale(&mut object);
        object.finish();
        Some(Self { url: url?, name, description, variables, region })
    }
}

/// "Server Variable Object".
#[derive(Clone, Debug)]
pub(crate) struct ServerVariable {
    pub(crate) allowed: Vec<String>,
    pub(crate) default: String,
    pub(crate) description: Option<String>,
}

impl Read for ServerVariable {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Server Variable Object", diagnostics)?;
        let variable = Self {
            allowed: object.or_default::<Vec<ScalarText>>("enum").into_iter().map(|value| value.0).collect(),
            default: object.required_or_default::<ScalarText>("default").0,
            description: object.optional("description"),
        };
        if let Some(default) = object.node("default")
            && !variable.allowed.is_empty()
            && !variable.allowed.contains(&variable.default)
        {
            let message = format!("invalid default of a server variable: `enum` does not list `{}`", variable.default);
            let problem = object.diagnostics().report(Code::MalformedServer, &default.at, message);
            problem.help("add the default to `enum`, or write one of its values");
            problem.fallback("the default is used if the caller sets no value");
        }
        object.finish();
        Some(variable)
    }
}

/// A string. YAML reads an unquoted port or version as a number; its text is reported and used.
#[derive(Default)]
struct ScalarText(String);

impl Read for ScalarText {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = match node.value {
            Value::String(text) => return Some(Self(text.clone())),
            Value::Number(number) => number.to_string(),
            Value::Bool(flag) => flag.to_string(),
            _ => return node.mismatch("a string", diagnostics),
        };
        let message = format!("wrong type: expected a string, found {}", node.value.type_name());
        let problem = diagnostics.report(Code::WrongType, &node.at, message);
        problem.help(format!("write it in quotes: `'{text}'`")).fallback(format!("the string `{text}` is used"));
        Some(Self(text))
    }

    fn read_fast(value: &Value) -> Option<Self> {
        String::read_fast(value).map(Self)
    }
}

/// "Tag Object".
#[derive(Clone, Debug)]
pub(crate) struct Tag {
    /// The location of the name in Rust, or of the name.
    pub(crate) at: Location,
    pub(crate) name: String,
    pub(crate) description: Option<String>,
    pub(crate) external_docs: Option<ExternalDocs>,
    /// `x-rust-name`: the name of the group of operations.
    pub(crate) rust_name: Option<RustNameKey>,
}

impl Read for Tag {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "Tag Object", diagnostics)?;
        let summary = object.optional("summary");
        let named = node.get("x-rust-name").or_else(|| node.get("name"));
        let tag = Self {
            at: named.map_or_else(|| node.at.clone(), |named| named.at),
            name: object.required_or_default("name"),
            description: object.optional("description").or(summary),
            external_docs: object.optional("externalDocs"),
            rust_name: object.optional("x-rust-name"),
        };
        // Hints for documentation tools.
        object.ignore_keys(&["parent", "kind"]);
        object.finish();
        Some(tag)
    }
}

/// "External Documentation Object".
#[derive(Clone, Debug)]
pub(crate) struct ExternalDocs {
    pub(crate) url: String,
    pub(crate) description: Option<String>,
}

impl Read for ExternalDocs {
    fn read(node: &Node<'_>, diagnostics: &mut Diagnostics) -> Option<Self> {
        let mut object = ObjectReader::new(node, "External Documentation Object", diagnostics)?;
        let docs = Self { url: object.required_or_default("url"), description: object.optional("description") };
        object.finish();
        Some(docs)
    }
}
