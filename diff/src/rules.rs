//! The rules: what a comparison can find. Reports, the configuration and `docs/diff.md` use their ids.

use std::fmt;

/// A rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The id in reports and in the configuration.
    pub id: &'static str,
    /// What it is about.
    pub category: Category,
    /// What it finds.
    pub description: &'static str,
}

impl Rule {
    /// Whether it finds what is new.
    pub(crate) fn is_addition(&self) -> bool {
        self.id.ends_with("-added")
    }

    /// Whether it finds what is gone.
    pub(crate) fn is_removal(&self) -> bool {
        self.id.ends_with("-removed")
    }

    /// Whether it finds another name.
    pub(crate) fn is_rename(&self) -> bool {
        self.id.ends_with("-renamed")
    }
}

/// What rules are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Category {
    /// Paths, operations and their tags.
    PathsAndOperations,
    /// Versions and deprecations.
    Lifecycle,
    /// Parameters of operations.
    Parameters,
    /// Request bodies, and the media types of all bodies.
    Bodies,
    /// Responses by status.
    Responses,
    /// Headers of responses.
    Headers,
    /// Security schemes and requirements.
    Security,
    /// Servers and their variables.
    Servers,
    /// The types of schemas.
    Type,
    /// Keywords that restrict values.
    Constraints,
    /// Listed values and defaults.
    Values,
    /// Properties and components that are new, gone or renamed.
    Existence,
    /// Required properties.
    Required,
    /// `readOnly` and `writeOnly`.
    ReadOnlyAndWriteOnly,
    /// How schemas are composed.
    Structure,
    /// What only the generated code shows.
    RustOnly,
}

impl Category {
    /// The name in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PathsAndOperations => "Paths and operations",
            Self::Lifecycle => "Lifecycle",
            Self::Parameters => "Parameters",
            Self::Bodies => "Bodies",
            Self::Responses => "Responses",
            Self::Headers => "Headers",
            Self::Security => "Security",
            Self::Servers => "Servers",
            Self::Type => "Type",
            Self::Constraints => "Constraints",
            Self::Values => "Values",
            Self::Existence => "Existence",
            Self::Required => "Required",
            Self::ReadOnlyAndWriteOnly => "Read-only and write-only",
            Self::Structure => "Structure",
            Self::RustOnly => "Rust only",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.id)
    }
}

macro_rules! rules {
    ($($name:ident = $id:literal, $category:ident, $description:literal;)*) => {
        $(pub(crate) const $name: Rule = Rule { id: $id, category: Category::$category, description: $description };)*

        /// All rules.
        pub static RULES: &[&Rule] = &[$(&$name),*];
    };
}

/// The rule with this id.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().copied().find(|rule| rule.id == id)
}

rules! {
    OPERATION_ADDED = "operation-added", PathsAndOperations, "An operation is new.";
    OPERATION_REMOVED = "operation-removed", PathsAndOperations, "An operation is gone.";
    OPERATION_MOVED = "operation-moved", PathsAndOperations, "An operation has another path or method.";
    OPERATION_RENAMED = "operation-renamed", PathsAndOperations, "An operation has another `operationId`.";
    OPERATION_DEPRECATED =
        "operation-deprecated", Lifecycle,
        "An operation, a parameter or a schema is or is no longer deprecated.";
    SUNSET_CHANGED =
        "sunset-changed", Lifecycle,
        "The date of removal (`x-sunset`) or the stability (`x-stability-level`) changed.";
    TAG_CHANGED = "tag-changed", PathsAndOperations, "The tags of an operation changed.";
    WEBHOOK_CHANGED = "webhook-changed", PathsAndOperations, "A webhook or a callback is new or gone.";
    PARAMETER_ADDED = "parameter-added", Parameters, "A parameter is new.";
    PARAMETER_REMOVED = "parameter-removed", Parameters, "A parameter is gone.";
    PARAMETER_RENAMED = "parameter-renamed", Parameters, "A parameter has another name.";
    PARAMETER_REQUIRED = "parameter-required", Parameters, "A parameter became required or optional.";
    PARAMETER_ENCODING = "parameter-encoding", Parameters, "A parameter is serialized in another way.";
    PARAMETER_ORDER = "parameter-order", Parameters, "The required parameters have another order.";
    BODY_ADDED = "body-added", Bodies, "An operation takes a request body.";
    BODY_REMOVED = "body-removed", Bodies, "An operation takes no request body any more.";
    BODY_REQUIRED = "body-required", Bodies, "A request body became required or optional.";
    MEDIA_TYPE_ADDED = "media-type-added", Bodies, "A body has another media type.";
    MEDIA_TYPE_REMOVED = "media-type-removed", Bodies, "A body lacks a media type.";
    MEDIA_TYPE_CHANGED =
        "media-type-changed", Bodies,
        "A media type became a range or is none any more, or has another parameter.";
    MEDIA_TYPE_SCHEMA = "media-type-schema", Bodies, "A media type has a schema, or has none any more.";
    ENCODING_CHANGED = "encoding-changed", Bodies, "The parts of a form are serialized in another way.";
    RESPONSE_ADDED = "response-added", Responses, "A status is documented.";
    RESPONSE_REMOVED = "response-removed", Responses, "A status is no longer documented.";
    HEADER_ADDED = "header-added", Headers, "A response header is documented.";
    HEADER_REMOVED = "header-removed", Headers, "A response header is no longer documented.";
    HEADER_RENAMED = "header-renamed", Headers, "A response header has another name.";
    HEADER_REQUIRED = "header-required", Headers, "A response header became required or optional.";
    SECURITY_ADDED = "security-added", Security, "Another way to authenticate, or another requirement.";
    SECURITY_REMOVED = "security-removed", Security, "A way to authenticate or a requirement is gone.";
    SCOPE_ADDED = "scope-added", Security, "A scope is required.";
    SCOPE_REMOVED = "scope-removed", Security, "A scope is no longer required.";
    SECURITY_SCHEME_CHANGED = "security-scheme-changed", Security, "A security scheme is new, gone or different.";
    SERVER_ADDED = "server-added", Servers, "A server is new.";
    SERVER_REMOVED = "server-removed", Servers, "A server is gone.";
    SERVER_CHANGED = "server-changed", Servers, "A variable of a server changed.";
    TYPE_CHANGED = "type-changed", Type, "A schema has other types.";
    FORMAT_CHANGED = "format-changed", Type, "A schema has another format.";
    NULLABLE_CHANGED = "nullable-changed", Type, "`null` became valid or invalid.";
    CONTENT_CHANGED = "content-changed", Type, "`contentMediaType`, `contentEncoding` or `contentSchema` changed.";
    LIMIT_CHANGED = "limit-changed", Constraints, "A limit of lengths, numbers, items or properties changed.";
    PATTERN_CHANGED = "pattern-changed", Constraints, "A pattern changed.";
    KEYWORD_CHANGED =
        "keyword-changed", Constraints,
        "A condition changed that has no rule of its own: `if`, `not`, `contains`, `dependentRequired` and others.";
    VALUE_ADDED = "value-added", Values, "An enum lists another value.";
    VALUE_REMOVED = "value-removed", Values, "An enum lacks a value.";
    VALUE_RENAMED = "value-renamed", Values, "An enum has another value in place of one.";
    VALUES_ADDED = "values-added", Values, "A schema lists its values.";
    VALUES_REMOVED = "values-removed", Values, "A schema no longer lists its values.";
    DEFAULT_CHANGED = "default-changed", Values, "A default changed.";
    PROPERTY_ADDED = "property-added", Existence, "A property is new.";
    PROPERTY_REMOVED = "property-removed", Existence, "A property is gone.";
    PROPERTY_RENAMED = "property-renamed", Existence, "A property has another name.";
    PROPERTY_REQUIRED = "property-required", Required, "A property became required or optional.";
    READ_ONLY_CHANGED = "read-only-changed", ReadOnlyAndWriteOnly, "A property became or is no longer read-only.";
    WRITE_ONLY_CHANGED =
        "write-only-changed", ReadOnlyAndWriteOnly,
        "A property became or is no longer write-only.";
    ADDITIONAL_PROPERTIES =
        "additional-properties", Structure,
        "Properties without a schema became valid or invalid.";
    ALTERNATIVE_ADDED = "alternative-added", Structure, "A choice has another alternative.";
    ALTERNATIVE_REMOVED = "alternative-removed", Structure, "A choice lacks an alternative.";
    CHOICE_CHANGED = "choice-changed", Structure, "A schema became a choice, or is none any more.";
    DISCRIMINATOR_CHANGED = "discriminator-changed", Structure, "A discriminator or its mapping changed.";
    SCHEMA_EXTRACTED = "schema-extracted", Structure, "A schema moved to a component, or from one to its place.";
    SCHEMA_RENAMED = "schema-renamed", Existence, "A component has another name.";
    SCHEMA_REMOVED = "schema-removed", Existence, "A component is gone or new, which no operation uses.";
    EXTENSION_CHANGED = "extension-changed", RustOnly, "An extension that the generator reads changed.";
    DOCUMENT_RENAMED = "document-renamed", RustOnly, "The service has another module or feature.";
    PACKAGE_RENAMED = "package-renamed", RustOnly, "The package of the client has another name.";
    API_CHANGED = "api-changed", RustOnly, "The generated code differs for a reason outside of this place.";
    VERSION_CHANGED = "version-changed", Lifecycle, "The version of the API changed.";
}
