//! Names that generated files use for something else, so that nothing of a document may have them.

/// Types in the files of shapes: the prelude's, and those that values have.
const IN_TYPE_FILES: [&str; 44] = [
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
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Extra",
    "Fn",
    "From",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "JsonValue",
    "Multipart",
    // Its `new` would be a constructor of its own name to clippy.
    "New",
    "None",
    "Number",
    "Ok",
    "Option",
    "PartialEq",
    "PasswordRules",
    "Result",
    "Secret",
    "Self_",
    "Send",
    "Some",
    "String",
    "Sync",
    "Unlike",
    "Upload",
    "Uuid",
    "Vec",
    "Violations",
];

/// Types in the files of services and operations besides. There a shape that is shared is called `types::Error`.
const IN_OPERATION_FILES: [&str; 23] = [
    "Answer",
    "BodyAs",
    "Client",
    "ClientBuilder",
    "Core",
    "DocumentedError",
    "Error",
    "FailureRule",
    "FormField",
    "Input",
    "Method",
    "Operation",
    "PathStyle",
    "Pending",
    "QueryStyle",
    "Region",
    "RegionId",
    "SecurityKind",
    "SecurityScheme",
    "Server",
    "ServerVariable",
    "Service",
    "ServiceClient",
];

/// Methods: those of every request, and those of traits whose operators they would seem to be.
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

/// Whether the file of an operation uses a type of this name.
pub(super) fn is_reserved_type(name: &str) -> bool {
    is_reserved_in_type_files(name) || IN_OPERATION_FILES.contains(&name)
}

/// Whether the files of shapes use a type of this name.
pub(super) fn is_reserved_in_type_files(name: &str) -> bool {
    IN_TYPE_FILES.contains(&name)
}

/// Whether a setter may not have this name.
pub(super) fn is_reserved_method(name: &str) -> bool {
    METHODS.contains(&name)
}
