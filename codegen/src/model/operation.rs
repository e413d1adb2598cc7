//! An operation: one request, its answers, its documentation.

use super::{Docs, Limits, PasswordRules, RustName, Type, TypeDefinition, WireName};

/// One operation, printed as one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The id that errors and the vendor's documents know it by.
    pub id: String,
    /// Other names that the documentation should be found under.
    pub aliases: Vec<String>,
    /// The client's method, and the module: `reset_password`.
    pub method_name: RustName,
    /// The request type: `ResetPassword`.
    pub type_name: RustName,
    /// The HTTP method, in capitals.
    pub http_method: String,
    /// The path template, as in the document.
    pub path: String,
    /// One line for lists and for the method.
    pub summary: Docs,
    /// What the documentation says after the summary.
    pub docs: Docs,
    /// Whether the same request may safely be sent twice.
    pub repeatable: bool,
    /// Alternatives of combinations of security schemes.
    pub security: Vec<Vec<WireName>>,
    /// When a success status is in truth a failure.
    pub failures: Vec<Failure>,
    /// Everything that the caller gives, in the order of the setters.
    pub arguments: Vec<Argument>,
    /// How the body is made.
    pub body: Body,
    /// What a success gives.
    pub success: Success,
    /// What the documented failures give.
    pub errors: Option<ErrorVariants>,
    /// Rules of the passwords among the arguments.
    pub passwords: Vec<PasswordRules>,
    /// Shapes that only this operation uses.
    pub types: Vec<TypeDefinition>,
    /// The documented example.
    pub example: Example,
}

impl Operation {
    /// The arguments without which the request cannot be sent.
    pub fn required_arguments(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.required)
    }
}

/// A value that the caller gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The setter and the field.
    pub name: RustName,
    /// The const parameter that says whether it was given: `HAS_USER_NAME`.
    pub flag: RustName,
    /// The name on the wire.
    pub wire: WireName,
    /// What its documentation says.
    pub docs: Docs,
    /// Where it goes.
    pub place: Place,
    /// Its type.
    pub ty: Type,
    /// Whether leaving it out must not compile.
    pub required: bool,
    /// How long it may be.
    pub limits: Limits,
    /// The constant with its password rules.
    pub rules: Option<RustName>,
}

/// Where an argument goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Into the path, from the client where the request does not say.
    ClientParameter,
    /// Into the path.
    Path,
    /// Into the query.
    Query,
    /// Into a header.
    Header,
    /// Into the JSON object of the body.
    BodyMember,
    /// The whole body.
    Body,
}

/// How the body is made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// There is none.
    None,
    /// There is none, but its content type is sent.
    Empty {
        /// The content type.
        content_type: String,
    },
    /// A JSON object of the arguments whose place is [`Place::BodyMember`].
    Members {
        /// The content type.
        content_type: String,
    },
    /// The JSON of the argument whose place is [`Place::Body`].
    Whole {
        /// The content type.
        content_type: String,
    },
}

/// What a success gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Success {
    /// Nothing but the status and the headers.
    Nothing,
    /// A JSON value.
    Json {
        /// Its type.
        ty: Type,
        /// Whether an empty answer can stand for it: every member of the object may be absent.
        or_default: bool,
    },
}

/// When a success status is in truth a failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The value at the JSON pointer is this text.
    Equals {
        /// Where to look.
        pointer: String,
        /// The text that means failure.
        value: String,
    },
    /// There is a value at the JSON pointer, and it is neither null nor empty.
    Present {
        /// Where to look.
        pointer: String,
    },
}

/// The documented failures of an operation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorVariants {
    /// The enum's name: `ResetPasswordError`.
    pub name: RustName,
    /// A variant for each documented status, sorted.
    pub variants: Vec<ErrorVariant>,
}

/// A documented failure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorVariant {
    /// The variant: `Status400`.
    pub name: RustName,
    /// The status.
    pub status: u16,
    /// What the document says of it.
    pub docs: Docs,
    /// The type of its body, where one is documented.
    pub body: Option<Type>,
}

/// A call that the documentation shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// The values that are given, by setter, in order.
    pub values: Vec<(RustName, ExampleValue)>,
}

/// A value in an example.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExampleValue {
    /// A text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A fraction.
    Float(String),
    /// True or false.
    Bool(bool),
    /// The type's default: for shapes that an example cannot show on one line.
    Default,
}
