//! Names that generated files use for something else, so that nothing of a document may have them.

/// Types: the prelude's, the runtime's, and the parameters of generated functions.
const TYPES: [&str; 75] = [
    "A",
    "Answer",
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Base64",
    "BodyAs",
    "Box",
    "Bytes",
    "Client",
    "ClientBuilder",
    "Clone",
    "Copy",
    "Core",
    "Cow",
    "D",
    "Date",
    "DateTime",
    "Debug",
    "Default",
    "DocumentedError",
    "Drop",
    "Duration",
    "Eq",
    "Err",
    "Error",
    "Extra",
    "FailureRule",
    "Fn",
    "FormField",
    "From",
    "Given",
    "Hash",
    "Input",
    "Into",
    "IntoIterator",
    "Iterator",
    "JsonObject",
    "JsonValue",
    "Method",
    "Multipart",
    "New",
    "None",
    "Number",
    "Ok",
    "Operation",
    "Option",
    "PartialEq",
    "PasswordRules",
    "PathStyle",
    "Pending",
    "QueryStyle",
    "Region",
    "RegionId",
    "Request",
    "Required",
    "Result",
    "S",
    "Secret",
    "SecurityKind",
    "SecurityScheme",
    "Self_",
    "Send",
    "Server",
    "ServerVariable",
    "Service",
    "ServiceClient",
    "Some",
    "String",
    "Sync",
    "Unlike",
    "Upload",
    "Uuid",
    "Vec",
    "Violations",
];

/// Methods: those of every request, and those of traits whose operators they would seem to be.
const METHODS: [&str; 15] = [
    "add", "bitand", "bitor", "bitxor", "clone", "div", "header", "mul", "new", "rem", "send", "shl", "shr", "sub",
    "validate",
];

/// Whether generated files use a type of this name.
pub(super) fn is_type(name: &str) -> bool {
    TYPES.contains(&name)
}

/// Whether a setter may not have this name.
pub(super) fn is_method(name: &str) -> bool {
    METHODS.contains(&name)
}
