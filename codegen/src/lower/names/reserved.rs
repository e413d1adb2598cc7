//! Reserved names: names that generated files use themselves.

/// Types in files of types: the prelude, and the types of fields.
const IN_TYPE_FILES: [&str; 48] = [
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Base64",
    "Box",
    "Bytes",
    "Clone",
    "Copy",
    "Date",
    "DateTime",
    "Debug",
    "Default",
    "DocumentedErrorHeaders",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Extra",
    "Fn",
    "From",
    "Hash",
    "HeaderMap",
    "Into",
    "IntoIterator",
    "Iterator",
    "JsonValue",
    "Multipart",
    // Clippy would take its `new` for a constructor.
    "New",
    "None",
    "Nullable",
    "Number",
    "Ok",
    "Option",
    "PartialEq",
    "PasswordRules",
    "Result",
    "Secret",
    "Self_",
    "Send",
    "SimilarityRule",
    "Some",
    "String",
    "Sync",
    "UnknownVariant",
    "Upload",
    "Uuid",
    "Vec",
    "Violations",
];

/// Further types in files of services and operations. A shared type with such a name is `types::Error` there.
const IN_OPERATION_FILES: [&str; 27] = [
    "BodyEncoding",
    "Client",
    "ClientBuilder",
    "Core",
    "DocumentedError",
    "DocumentedHeaders",
    "Error",
    "FailureRule",
    "FormField",
    "Input",
    "IsSet",
    "Operation",
    "OperationRequest",
    "PathStyle",
    "QueryStyle",
    "RawResponse",
    "Region",
    "RegionId",
    "Request",
    "RequiredField",
    "ResponseFuture",
    "SecurityKind",
    "SecurityScheme",
    "Server",
    "ServerVariable",
    "Service",
    "ServiceClient",
];

/// Methods of every request, and methods of operator traits.
const METHODS: [&str; 21] = [
    "accept",
    "add",
    "bitand",
    "bitor",
    "bitxor",
    "clone",
    "div",
    "header",
    "mul",
    "new",
    "rem",
    "send",
    "shl",
    "shr",
    "stream_bytes",
    "stream_events",
    "stream_lines",
    "stream_sequence",
    "sub",
    "to_request",
    "validate",
];

/// Whether the file of an operation uses a type with this name.
pub(super) fn is_reserved_type(name: &str) -> bool {
    is_reserved_in_type_files(name) || IN_OPERATION_FILES.contains(&name)
}

/// Whether files of types use a type with this name.
pub(super) fn is_reserved_in_type_files(name: &str) -> bool {
    IN_TYPE_FILES.contains(&name)
}

/// Whether a setter may not have this name.
pub(super) fn is_reserved_method(name: &str) -> bool {
    METHODS.contains(&name)
}
