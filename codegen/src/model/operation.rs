//! An operation: one request, its answers, its documentation.

use super::{
    AnswerHeaders, Docs, ErrorHeaders, ErrorVariants, Failure, Pagination, PasswordRules, Rules, RustName, Server,
    Streamed, Success, Type, TypeDefinition, WireName,
};

/// One operation, printed as one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The id that errors and the vendor's documents know it by.
    pub id: String,
    /// Other names that the documentation should be found under.
    pub aliases: Vec<String>,
    /// The client's method: `reset_password`.
    pub method_name: RustName,
    /// The module, which is called like the method where a file can be.
    pub module: RustName,
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
    /// Servers of its own, instead of the service's.
    pub servers: Vec<Server>,
    /// Alternatives of combinations of security schemes.
    pub security: Vec<Vec<WireName>>,
    /// What the token of a scheme must allow, by the number of the alternative.
    pub scopes: Vec<(usize, WireName, Vec<String>)>,
    /// When a success status is in truth a failure.
    pub failures: Vec<Failure>,
    /// Everything that the caller gives, in the order of the setters.
    pub arguments: Vec<Argument>,
    /// How the body is made.
    pub body: Body,
    /// The other media types that it may be sent in.
    pub other_bodies: OtherBodies,
    /// What a success gives.
    pub success: Success,
    /// The media types that an answer is asked for, where it matters which comes.
    pub accept: Option<String>,
    /// The further ways of sending it, whose answers are read as they arrive.
    pub streams: Vec<Streamed>,
    /// The documented headers of its successes.
    pub headers: Option<AnswerHeaders>,
    /// What the documented failures give.
    pub errors: Option<ErrorVariants>,
    /// The headers of failures that are written in place.
    pub error_headers: Vec<ErrorHeaders>,
    /// Rules of the passwords among the arguments.
    pub passwords: Vec<PasswordRules>,
    /// How its pages follow each other.
    pub pagination: Option<Pagination>,
    /// Shapes that only this operation uses.
    pub types: Vec<TypeDefinition>,
    /// The documented example.
    pub example: Example,
}

impl Operation {
    /// The arguments without which the request cannot be sent.
    pub fn required_arguments(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.is_asked_for())
    }

    /// Whether the caller can say which of an answer's media types is wanted.
    pub fn chooses_media_type(&self) -> bool {
        match &self.success {
            Success::Several(answer) => answer.variants.iter().any(|variant| !variant.media_types.is_empty()),
            Success::Nothing | Success::One(_) | Success::Streamed(_) => false,
        }
    }
}

/// A value that the caller gives.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a question of its own, named where it is answered")]
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
    /// Whether the type is an open enum of texts, or a list of such.
    pub is_text: bool,
    /// How it is written where it is no single text.
    pub style: Style,
    /// Whether reserved characters go into the query as they are.
    pub allows_reserved: bool,
    /// Whether a query may have its name with nothing behind it.
    pub allows_empty: bool,
    /// Whether the request has it.
    pub required: bool,
    /// The text that it has unless another is given, where it is required and can be no other.
    pub constant: Option<String>,
    /// What is checked of it; no rule of its own, where only its shape has some.
    pub rules: Option<Box<Rules>>,
    /// The constant with its password rules.
    pub password: Option<RustName>,
}

impl Argument {
    /// Whether leaving it out must not compile.
    pub fn is_asked_for(&self) -> bool {
        self.required && self.constant.is_none()
    }
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
    /// Into a cookie.
    Cookie,
    /// Into the JSON object of the body.
    BodyMember,
    /// The whole body.
    Body,
}

/// How a value that is no single text is written. OpenAPI 3.0.3, "Style Values".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A single text.
    Plain,
    /// `a,b` in a path or a header.
    Simple {
        /// Whether members are written `name=value`.
        explode: bool,
    },
    /// `.a.b` in a path.
    Label {
        /// Whether each value has its own dot.
        explode: bool,
    },
    /// `;name=a` in a path.
    Matrix {
        /// Whether each value has its own name.
        explode: bool,
    },
    /// `name=a&name=b` in a query or a cookie.
    Form {
        /// Whether each value has its own name.
        explode: bool,
    },
    /// `name=a%20b` in a query.
    SpaceDelimited,
    /// `name=a|b` in a query.
    PipeDelimited,
    /// `name[member]=a` in a query.
    DeepObject,
    /// The value's JSON.
    Json,
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
    /// The argument whose place is [`Place::Body`], written in this form.
    Whole {
        /// The content type.
        content_type: String,
        /// The form.
        form: BodyForm,
    },
    /// A multipart body of the arguments whose place is [`Place::BodyMember`].
    Multipart {
        /// The content type.
        content_type: String,
        /// The parts, by the name of the member.
        parts: Vec<Part>,
    },
}

/// The media types that a body may be sent in besides the preferred one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherBodies {
    /// The field that says in which of them the values of the other setters are sent, if in any.
    pub choice: Option<RustName>,
    /// Each of them.
    pub bodies: Vec<OtherBody>,
}

/// A media type that a body may be sent in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherBody {
    /// The method that chooses it: `as_form`, `body_as_text`.
    pub name: RustName,
    /// What its documentation says.
    pub docs: Docs,
    /// The content type.
    pub content_type: String,
    /// How the body is written.
    pub form: BodyForm,
    /// The type of a value of its own; `None` for the values of the other setters.
    pub ty: Option<Type>,
    /// What is checked of that value.
    pub rules: Option<Box<Rules>>,
}

/// How a whole body is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyForm {
    /// As JSON.
    Json,
    /// As `application/x-www-form-urlencoded`, with the styles of the members that are not written as usual.
    Form(Vec<(String, Style)>),
    /// As text.
    Text,
    /// As the bytes that they are.
    Bytes,
    /// As parts that somebody put together.
    Multipart,
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// The setter of its value.
    pub field: RustName,
    /// Its name on the wire.
    pub wire: WireName,
    /// What it holds.
    pub kind: PartKind,
}

/// What a part of a multipart body holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PartKind {
    /// A value, as text or in the given media type.
    Value(Option<String>),
    /// A file, usually of this media type.
    File(Option<String>),
    /// Several files, each usually of this media type.
    Files(Option<String>),
}

/// A call that the documentation shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    /// What the client is called in it.
    pub client: &'static str,
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
    /// A list of these.
    List(Vec<ExampleValue>),
    /// A value of a type that an example cannot show on one line: the example takes it as an argument.
    Given(Type),
}
