//! Operations: the request, the results and the documentation of one HTTP operation.

use super::{
    CallExample, Check, Docs, ErrorEnum, ErrorHeaders, FailureRule, Pagination, PartKind, PasswordRules,
    ResponseHeaders, RustName, Server, StreamMethod, Success, Type, TypeDefinition, WireName,
};

/// One operation, printed as one module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Operation {
    /// The `operationId`, or a name made of method and path.
    pub id: String,
    /// Other names under which a search of the documentation finds the operation.
    pub aliases: Vec<String>,
    /// The method of the client, or of the group: `reset_password`.
    pub method_name: RustName,
    /// The index of the group in [`Service::groups`](super::Service::groups).
    pub group: Option<usize>,
    /// The module. Equals the method's name, unless that is no valid file name.
    pub module: RustName,
    /// The request type: `ResetPassword`.
    pub type_name: RustName,
    /// The HTTP method in capitals.
    pub http_method: String,
    /// The path template, as in the document.
    pub path: String,
    /// The path template with all characters encoded that no path contains, except in placeholders.
    pub encoded_path: String,
    /// One line for lists and for the method.
    pub summary: Docs,
    /// Documentation after the summary.
    pub docs: Docs,
    /// Whether sending the request twice has the same effect as sending it once.
    pub idempotent: bool,
    /// Servers of the operation. Empty: those of the service.
    pub servers: Vec<Server>,
    /// Alternative sets of security schemes. Each set is sufficient.
    pub security: Vec<Vec<WireName>>,
    /// Required scopes: index of the alternative, scheme, scopes.
    pub scopes: Vec<(usize, WireName, Vec<String>)>,
    /// Conditions under which a response with a success status is an error.
    pub failures: Vec<FailureRule>,
    /// The values of the request, in the order of the setters.
    pub arguments: Vec<Argument>,
    /// The request body.
    pub body: Body,
    /// Other media types of the request body.
    pub alternative_bodies: AlternativeBodies,
    /// The result of a successful call.
    pub success: Success,
    /// The value of the `Accept` header, if the media type of the response depends on it.
    pub accept: Option<String>,
    /// Additional methods that stream the response body.
    pub streams: Vec<StreamMethod>,
    /// The documented headers of the successful responses.
    pub response_headers: Option<ResponseHeaders>,
    /// The struct in [`Service::shared_headers`](super::Service::shared_headers) that these headers are. `None` if no
    /// other operation has the same ones.
    pub shared_headers: Option<RustName>,
    /// The documented error responses.
    pub errors: Option<ErrorEnum>,
    /// The enum in [`Service::shared_errors`](super::Service::shared_errors) that these errors are. `None` if no other
    /// operation has the same ones.
    pub shared_errors: Option<RustName>,
    /// The headers of error responses that only this operation documents.
    pub error_headers: Vec<ErrorHeaders>,
    /// Rules of the passwords among the arguments.
    pub password_rules: Vec<PasswordRules>,
    /// The pagination.
    pub pagination: Option<Pagination>,
    /// Types that only this operation uses.
    pub types: Vec<TypeDefinition>,
    /// The call in the documentation.
    pub example: CallExample,
}

impl Operation {
    /// The arguments without which a call does not compile.
    pub fn required_arguments(&self) -> impl Iterator<Item = &Argument> {
        self.arguments.iter().filter(|argument| argument.must_be_set())
    }

    /// Whether the caller can choose the media type of the response.
    pub fn chooses_media_type(&self) -> bool {
        match &self.success {
            Success::OneOf(responses) => responses.variants.iter().any(|variant| !variant.media_types.is_empty()),
            Success::Empty | Success::Single(_) | Success::Stream(_) => false,
        }
    }
}

/// A value of a request: a parameter, a property of the body, or the body.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent properties of an OpenAPI parameter")]
pub struct Argument {
    /// The setter and the field.
    pub name: RustName,
    /// The const parameter that records whether the value is set: `HAS_USER_NAME`.
    pub flag: RustName,
    /// The name on the wire.
    pub wire: WireName,
    /// Documentation of the setter.
    pub docs: Docs,
    /// The part of the request that contains the value.
    pub location: ArgumentLocation,
    /// The type.
    pub ty: Type,
    /// Whether the setter takes `impl Into<ty>`.
    pub accepts_into: bool,
    /// Whether the type is a string enum or a list of string enums.
    pub is_string_enum: bool,
    /// The serialization style.
    pub style: Style,
    /// Whether reserved characters are not percent-encoded in the query.
    pub allows_reserved: bool,
    /// How an empty list or object is sent.
    pub empty: EmptyValue,
    /// Whether the request requires the value.
    pub required: bool,
    /// The only permitted string of a required value. The request contains it unless the caller sets another.
    pub constant: Option<String>,
    /// How the value is checked.
    pub check: Check,
    /// The constant with the value's password rules.
    pub password_rules: Option<RustName>,
}

impl Argument {
    /// Whether a call without the value does not compile.
    pub fn must_be_set(&self) -> bool {
        self.required && self.constant.is_none()
    }

    /// The type of the value other than null, if the setter takes `impl Into<Nullable<…>>`.
    pub fn nullable_type(&self) -> Option<&Type> {
        if let Type::Option(inner) = &self.ty { Some(inner) } else { None }
    }
}

/// The part of a request that an argument belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArgumentLocation {
    /// The path. The client has a default value.
    ClientParameter,
    /// The path.
    Path,
    /// The query.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A property of the JSON object or a part of the multipart form in the body.
    BodyProperty,
    /// The whole body.
    Body,
}

/// The serialization style of a parameter. OpenAPI 3.0.3, "Style Values".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A single string, for scalars.
    Plain,
    /// `a,b` in a path or a header.
    Simple {
        /// Whether properties are written `name=value`.
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
    /// `name=a; name=b` in cookies, without percent-encoding. OpenAPI 3.2.0, "Style Values".
    Cookie {
        /// Whether each value has its own name.
        explode: bool,
    },
    /// `name=a%20b` in a query.
    SpaceDelimited,
    /// `name=a|b` in a query.
    PipeDelimited,
    /// `name[property]=a` in a query.
    DeepObject,
    /// JSON.
    Json,
}

/// How an empty list or object is sent as a parameter.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EmptyValue {
    /// The parameter is left out. Scalars are never empty.
    #[default]
    Omit,
    /// The request is invalid: the parameter is required.
    Reject,
    /// The name is sent with an empty value: the parameter is required and has `allowEmptyValue`.
    SendName,
}

/// The request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// No body.
    None,
    /// No body, but a `Content-Type` header.
    Empty {
        /// The content type.
        content_type: String,
    },
    /// A JSON object of the arguments whose location is [`ArgumentLocation::BodyProperty`].
    Object {
        /// The content type.
        content_type: String,
    },
    /// The argument whose location is [`ArgumentLocation::Body`].
    Single {
        /// The content type.
        content_type: String,
        /// How the value is encoded.
        format: BodyFormat,
    },
    /// A multipart form of the arguments whose location is [`ArgumentLocation::BodyProperty`].
    Multipart {
        /// The content type.
        content_type: String,
        /// The parts, sorted by the property's name.
        parts: Vec<MultipartPart>,
        /// The parts that an optional body must have, if it has any. `None` if the body is required: then the types of
        /// the request require them.
        required_if_sent: Option<Vec<(WireName, RustName)>>,
    },
}

/// The media types of a request body besides the preferred one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlternativeBodies {
    /// The field that selects the media type in which the other setters' values are sent. `None` if no alternative
    /// sends them.
    pub selector: Option<RustName>,
    /// The alternatives.
    pub bodies: Vec<AlternativeBody>,
}

/// A media type of a request body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AlternativeBody {
    /// The method that selects it: `as_form`, `body_as_text`.
    pub name: RustName,
    /// Documentation of the method.
    pub docs: Docs,
    /// The content type.
    pub content_type: String,
    /// How the body is encoded.
    pub format: BodyFormat,
    /// The type of the method's argument. `None` if the body consists of the other setters' values.
    pub ty: Option<Type>,
    /// Whether the method takes `impl Into<ty>`.
    pub accepts_into: bool,
    /// How that argument is checked.
    pub check: Check,
}

/// How a body is encoded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BodyFormat {
    /// JSON.
    Json,
    /// `application/x-www-form-urlencoded`, with the style of each property that has a non-default style.
    Form(Vec<(String, Style)>),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
    /// A multipart form that the caller builds.
    Multipart,
}

/// A part of a multipart body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MultipartPart {
    /// The setter of its value.
    pub field: RustName,
    /// Its name on the wire.
    pub wire: WireName,
    /// The kind of its content.
    pub kind: PartKind,
}
