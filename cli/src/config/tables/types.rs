//! The keys that decide on types and names: `rename`, `types`, `shared-types` and `dependencies`, with examples.

use super::{Key, Table, ValueType, key};

/// Names in Rust.
pub(in crate::config) const RENAME: Table = Table {
    header: "[client.rename]",
    docs: "Names in Rust that differ from those of the document. Each entry is a name of the document, or a \
           pattern, and the new name, whose case is converted. In a pattern, `*` stands for any characters, and an \
           earlier `*` for as many as possible; in the name, it stands for the same characters. `{2}` is what the \
           second `*` stands for. An entry without `*` takes precedence over `x-rust-name`, which takes \
           precedence over a pattern. Of several patterns, the one with the most other characters holds. An entry \
           that matches nothing is an error, also if it matches only what is not selected or used. So are two \
           entries without `*` that give one name. Other equal names are reported with both schemas or operations.",
    keys: &[
        key(
            "schemas",
            ValueType::Names,
            "The schemas under `components`. Types inside them, and variants of unions, follow.",
            "{ \"io.k8s.api.*\" = \"*\", \"PetDTO\" = \"Pet\" }",
        ),
        key(
            "operations",
            ValueType::Names,
            "The operations, by `operationId`: their methods, modules and request types. With `group-by`, the new \
             name is the whole name of the method.",
            "{ \"repos/*\" = \"*\" }",
        ),
    ],
};

/// Rules for types.
pub(in crate::config) const TYPES: Table = Table {
    header: "[[client.types]]",
    docs: "A rule for generated types. Rules are applied in their order, each to all types that it matches. A rule \
           that matches nothing is an error, also if it matches only types that are omitted because nothing uses \
           them. So is a derive of a trait that a type has already. The text of a \
           rule is Rust code; it is parsed before it is written into the client. A path in it begins with a crate \
           of `[client.dependencies]`, and an attribute without a path belongs to a derive of such a crate.",
    keys: &[
        key(
            "schema",
            ValueType::String,
            "The types: the name of a schema, or of a type in Rust, such as `order::Item` of a property and \
             `list_pets::ListPetsResponse` of an operation. `*` stands for any characters. The types of inline \
             schemas need a rule of their own: `Pet*` does not match `pet::Home`, which `pet::*` does. Default: \
             all types.",
            "\"Pet*\"",
        ),
        key(
            "kind",
            ValueType::String,
            "Only types of this kind: `struct`, `enum` (strings), `union` (alternatives) or `newtype`, \
             such as `Tree(Vec<Tree>)`. Default: all kinds.",
            "\"union\"",
        ),
        key(
            "field",
            ValueType::String,
            "The fields or variants that get the attributes, by their names in JSON or Rust. `Other`, `Unknown` \
             and `extra` are those for values that the document does not list, even if they have other names in Rust. \
             Default: the type gets them.",
            "\"*_at\"",
        ),
        key("derive", ValueType::Strings, "Traits to derive.", "[\"schemars::JsonSchema\"]"),
        key(
            "attributes",
            ValueType::Strings,
            "Attributes. `{name}` in a string of an attribute of a field is its name in JSON.",
            "[\"#[schemars(rename = \\\"{name}\\\")]\"]",
        ),
        key("format", ValueType::String, "The scalars with this `format`, with `rust-type`.", "\"date-time\""),
        key(
            "rust-type",
            ValueType::String,
            "A type of another crate in place of the generated ones of `schema`, or of `format`. It implements \
             `Serialize` and `Deserialize` of serde, `Clone`, `Debug` and `PartialEq`; the compiler names a \
             missing one. Its values are not checked by `validate()`. If several rules match, the last one holds. \
             The path begins with a crate; in a module that a build script generates, also with `crate`.",
            "\"jiff::Timestamp\"",
        ),
        key(
            "traits",
            ValueType::Strings,
            "Which of `Eq` and `Hash` that type implements, so that generated types with it implement them too.",
            "[\"Eq\", \"Hash\"]",
        ),
    ],
};

/// Types of another client.
pub(in crate::config) const SHARED_TYPES: Table = Table {
    header: "[[client.shared-types]]",
    docs: "The types of another client of this file are used in place of own ones. A schema of both clients under \
           `components` is shared if it has the same name and the same content: the properties, alternatives or \
           strings, their names in Rust, the limits, and the same for all schemas that it uses. Descriptions and \
           examples may differ. The client depends on the crate of the other one, by its path and version; an entry \
           under `[client.dependencies]` replaces that dependency. Publish the other client first.\n\nA schema of \
           the same name that cannot be shared keeps its own type, and a warning tells why: its content differs, it \
           has a read-only property or a password and requests contain it, or it is a multipart form. A struct \
           that only requests of this client contain has no setters in the other client and cannot be shared either: \
           let that client take the type from this one. A page of an operation with `x-pagination` keeps its own \
           type without a warning, and so does a base schema with subtypes. A pattern that matches no schema of both \
           clients is an error. `validate()` of a type checks the values of shared types inside it.",
    keys: &[
        Key {
            is_required: true,
            ..key(
                "client",
                ValueType::String,
                "The other client: its `name`, or the folder of its crate.",
                "\"accounts\"",
            )
        },
        key(
            "schemas",
            ValueType::Strings,
            "The names of the schemas; `*` stands for any characters. Default: all schemas.",
            "[\"Money\", \"Address*\"]",
        ),
        key("except", ValueType::Strings, "Schemas of these names keep their own types.", "[\"Owner\"]"),
    ],
};

/// The table of dependencies, whose keys are names of packages.
pub(in crate::config) const DEPENDENCIES: (&str, &str) = (
    "[client.dependencies]",
    "Further dependencies of the client, as in its `Cargo.toml`: for the traits, attributes and types of \
     `[[client.types]]`. A `path` is relative to the folder of this file. An optional dependency is a feature of the \
     client.",
);

/// An example of the dependencies and of the rules that need them.
pub(in crate::config) const TYPES_EXAMPLE: &str = "\
```toml
[[client.types]]
schema = \"Pet*\"
kind = \"enum\"
derive = [\"strum::EnumIter\"]
attributes = [\"#[cfg_attr(feature = \\\"sqlx\\\", derive(sqlx::Type))]\"]

[[client.types]]                    # omits the variant for other strings
schema = \"Pet*\"
kind = \"enum\"
field = \"Other\"
attributes = [\"#[strum(disabled)]\"]

[[client.types]]
format = \"date-time\"
rust-type = \"jiff::Timestamp\"
traits = [\"Eq\", \"Hash\"]

[[client.types]]
schema = \"Money\"
rust-type = \"my_types::Money\"

[client.dependencies]
jiff = { version = \"0.2\", features = [\"serde\"] }
my-types = { path = \"my-types\" }
sqlx = { version = \"0.8\", optional = true }
strum = { version = \"0.28\", features = [\"derive\"] }
```
";

/// How to derive a JSON Schema.
pub(in crate::config) const JSON_SCHEMA: (&str, &str) = (
    "JSON Schema of the types",
    "The crate `schemars` makes a JSON Schema of a type. Generated types have no attributes of serde, so rules tell it \
     the names and the alternatives of the JSON. These rules are for every client; leave out those that match nothing. \
     A test of Wireright compiles them.\n\nThe schema describes what the type accepts. It has no descriptions of the \
     document, and no limits and patterns, unless a rule for the field repeats them, like the last one below: \
     attributes do not depend on the document. An `Option` also accepts null. Types of the runtime implement no \
     trait of other crates: `Extra`, `Nullable`, `UnknownVariant`, `DateTime`, `Date`, `Time`, `Duration`, `Uuid`, \
     `Base64`, `Number` and `Secret`. A field or variant with such a type needs `skip`, or `with` and the type that \
     the JSON has: `Option<String>` for an `Option<DateTime>`, and `Option<T>` for a `Nullable<T>`.",
);

/// The rules for `schemars`, for the types of a client with the properties `nickName` and `bornAt`.
pub(in crate::config) const JSON_SCHEMA_EXAMPLE: &str = "\
```toml
[[client.types]]
derive = [\"schemars::JsonSchema\"]

[[client.types]]                    # the names in JSON
field = \"*\"
attributes = [\"#[schemars(rename = \\\"{name}\\\")]\"]

[[client.types]]                    # properties that the document does not describe are allowed
field = \"extra\"
attributes = [\"#[schemars(skip)]\"]

[[client.types]]                    # strings that the document does not list are allowed
kind = \"enum\"
field = \"Other\"
attributes = [\"#[schemars(untagged)]\"]

[[client.types]]                    # a value is one of the alternatives, without the name of a variant
kind = \"union\"
attributes = [\"#[schemars(untagged)]\"]

[[client.types]]                    # the alternative for an unknown discriminator
kind = \"union\"
field = \"Unknown\"
attributes = [\"#[schemars(skip)]\"]

[[client.types]]                    # a field with the type `Nullable<String>`
field = \"nickName\"
attributes = [\"#[schemars(with = \\\"Option<String>\\\")]\"]

[[client.types]]                    # a field with the type `Option<DateTime>`
field = \"bornAt\"
attributes = [\"#[schemars(with = \\\"Option<String>\\\")]\"]

[[client.types]]                    # `maxLength: 40` and a pattern of the document; `range(max = 9)` is for numbers
field = \"petName\"
attributes = [\"#[schemars(length(max = 40), regex(pattern = r\\\"^\\\\S\\\"))]\"]

[client.dependencies]
schemars = \"1\"
```
";
