//! The keys of the configuration: one table for the reference page and the JSON Schema.

/// A key of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Key {
    /// The name.
    pub name: &'static str,
    /// The type of the value.
    pub kind: Kind,
    /// Whether the key is required.
    pub is_required: bool,
    /// The meaning, as Markdown.
    pub docs: &'static str,
    /// A value, as TOML.
    pub example: &'static str,
}

/// The type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string.
    String,
    /// A path, relative to the folder of the file.
    Path,
    /// A list of strings.
    Strings,
    /// A list of selectors of operations.
    Selectors,
    /// A list of paths.
    Paths,
    /// `true` or `false`.
    Boolean,
    /// What groups operations.
    GroupBy,
    /// A table of names by pattern.
    Names,
}

/// The table of dependencies, whose keys are names of packages.
pub(super) const DEPENDENCIES: (&str, &str) = (
    "[client.dependencies]",
    "Further dependencies of the client, as in its `Cargo.toml`: for the traits, attributes and types of \
     `[[client.types]]`. A `path` is relative to the folder of this file. An optional dependency is a feature of the \
     client.",
);

/// An example of the dependencies and of the rules that need them.
pub(super) const TYPES_EXAMPLE: &str = "\
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
pub(super) const JSON_SCHEMA: (&str, &str) = (
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
pub(super) const JSON_SCHEMA_EXAMPLE: &str = "\
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

const fn key(name: &'static str, kind: Kind, docs: &'static str, example: &'static str) -> Key {
    Key { name, kind, is_required: false, docs, example }
}

/// A table of the configuration.
#[derive(Clone, Copy, Debug)]
pub struct Table {
    /// The header.
    pub header: &'static str,
    /// The meaning, as Markdown.
    pub docs: &'static str,
    /// The keys.
    pub keys: &'static [Key],
}

/// All tables, in the order of the reference page.
pub const TABLES: [Table; 8] = [
    Table {
        header: "[[client]]",
        docs: "One client crate. A file may have several. The folder of a client that is removed from the file stays \
               until you delete it.",
        keys: &[
            Key {
                is_required: true,
                ..key("spec", Kind::Path, "The OpenAPI document, YAML or JSON.", "\"openapi.yaml\"")
            },
            Key { is_required: true, ..key("out", Kind::Path, "The folder of the crate.", "\"petstore\"") },
            key("name", Kind::String, "The package name. Default: the name of the folder.", "\"petstore\""),
            key(
                "include",
                Kind::Selectors,
                "Generate only these operations: `operation:ID`, `tag:NAME`, `path:PREFIX` or `deprecated`. They \
                 select webhooks too, which have types only, and the callbacks of the operations.",
                "[\"tag:Users\"]",
            ),
            key("exclude", Kind::Selectors, "Omit these operations.", "[\"deprecated\"]"),
            key(
                "unused-types",
                Kind::Boolean,
                "Generate also the schemas under `components` that neither an operation nor a webhook nor a callback \
                 uses. Default: `true` only for a document without operations.",
                "true",
            ),
            key(
                "group-by",
                Kind::GroupBy,
                "`\"tag\"`: the operations of a tag are methods of a struct for the tag, `client.pets().list()`, \
                 behind a Cargo feature for the tag, which also enables the types that they need. All are default \
                 features. The first tag of an operation counts; one without a tag stays a method of the client.",
                "\"tag\"",
            ),
            key(
                "overlays",
                Kind::Paths,
                "OpenAPI Overlays that are applied to the document first, in this order. They also set \
                 [extension keys](extensions.md), for example to rename types, fields and methods.",
                "[\"fixes.overlay.yaml\"]",
            ),
            key(
                "root",
                Kind::Path,
                "The folder that references of the document cannot leave. Default: the folder of the configuration if \
                 it contains the document, otherwise the folder of the document.",
                "\"api\"",
            ),
            key("deny-warnings", Kind::Boolean, "Write nothing if there is a warning.", "true"),
            key(
                "allow-warnings",
                Kind::Strings,
                "Codes of warnings that are neither shown nor denied. The code of an error allows its workarounds. \
                 `wireright explain` lists all codes.",
                "[\"W0106\"]",
            ),
        ],
    },
    Table {
        header: "[client.runtime]",
        docs: "Where the crate `wireright-runtime` comes from: exactly one of `path`, `version` and `git`. Without \
               this table, its source is copied into the folder `runtime` of the client, which then needs nothing \
               else.",
        keys: &[
            key("path", Kind::Path, "The folder of the crate.", "\"../wireright/runtime\""),
            key("version", Kind::String, "The version requirement of the published crate.", "\"0.1\""),
            key("git", Kind::String, "The URL of a git repository.", "\"https://example.com/wireright.git\""),
            key("rev", Kind::String, "The commit of the git repository.", "\"4c59b70\""),
            key("tag", Kind::String, "The tag of the git repository.", "\"v0.1.0\""),
            key("branch", Kind::String, "The branch of the git repository.", "\"main\""),
        ],
    },
    Table {
        header: "[client.package]",
        docs: "What `Cargo.toml` of the client says. Add the text of the license yourself, as a file `LICENSE` in the \
               folder of the client: the generator does not touch it, and Cargo publishes it. A copied runtime is a \
               package of its own, with the same version and repository. Its license is that of its source, \
               `MIT OR Apache-2.0`, with the text in `runtime/LICENSE`.",
        keys: &[
            key("version", Kind::String, "The version. Default: `0.1.0`.", "\"1.2.0\""),
            key("description", Kind::String, "The description. Default: it names the document.", "\"Pets\""),
            key("license", Kind::String, "The license, as an SPDX expression. crates.io requires it.", "\"MIT\""),
            key("repository", Kind::String, "The URL of the repository.", "\"https://example.com/pets\""),
            key("homepage", Kind::String, "The URL of the home page.", "\"https://example.com\""),
            key("authors", Kind::Strings, "The authors.", "[\"Ada <ada@example.com>\"]"),
            key("keywords", Kind::Strings, "Keywords for crates.io, at most five.", "[\"pets\"]"),
            key("categories", Kind::Strings, "Categories of crates.io.", "[\"api-bindings\"]"),
            key("rust-version", Kind::String, "The minimum Rust version.", "\"1.88\""),
        ],
    },
    Table {
        header: "[client.rename]",
        docs: "Names in Rust that differ from those of the document. Each entry is a name of the document, or a \
               pattern, and the new name, whose case is converted. In a pattern, `*` stands for any characters, and an \
               earlier `*` for as many as possible; in the name, it stands for the same characters. `{2}` is what the \
               second `*` stands for. An entry without `*` takes precedence over `x-rust-name`, which takes \
               precedence over a pattern. Of several patterns, the one with the most other characters holds. An entry \
               that matches nothing is an error, and equal names are reported with both schemas or operations.",
        keys: &[
            key(
                "schemas",
                Kind::Names,
                "The schemas under `components`. Types inside them, and variants of unions, follow.",
                "{ \"io.k8s.api.*\" = \"*\", \"PetDTO\" = \"Pet\" }",
            ),
            key(
                "operations",
                Kind::Names,
                "The operations, by `operationId`: their methods, modules and request types. With `group-by`, the new \
                 name is the whole name of the method.",
                "{ \"repos/*\" = \"*\" }",
            ),
        ],
    },
    Table {
        header: "[[client.types]]",
        docs: "A rule for generated types. Rules are applied in their order, each to all types that it matches. A rule \
               that matches nothing is an error, also if it matches only types that are omitted because nothing uses \
               them. So is a derive of a trait that a type has already. The text of a \
               rule is Rust code; it is parsed before it is written into the client. A path in it begins with a crate \
               of `[client.dependencies]`, and an attribute without a path belongs to a derive of such a crate.",
        keys: &[
            key(
                "schema",
                Kind::String,
                "The types: the name of a schema, or of a type in Rust, such as `order::Item` of a property and \
                 `list_pets::ListPetsResponse` of an operation. `*` stands for any characters. The types of inline \
                 schemas need a rule of their own: `Pet*` does not match `pet::Home`, which `pet::*` does. Default: \
                 all types.",
                "\"Pet*\"",
            ),
            key(
                "kind",
                Kind::String,
                "Only types of this kind: `struct`, `enum` (strings), `union` (alternatives) or `newtype`, \
                 such as `Tree(Vec<Tree>)`. Default: all kinds.",
                "\"union\"",
            ),
            key(
                "field",
                Kind::String,
                "The fields or variants that get the attributes, by their names in JSON or Rust. Default: the type \
                 gets them.",
                "\"*_at\"",
            ),
            key("derive", Kind::Strings, "Traits to derive.", "[\"schemars::JsonSchema\"]"),
            key(
                "attributes",
                Kind::Strings,
                "Attributes. `{name}` in a string of an attribute of a field is its name in JSON.",
                "[\"#[schemars(rename = \\\"{name}\\\")]\"]",
            ),
            key("format", Kind::String, "The scalars with this `format`, with `rust-type`.", "\"date-time\""),
            key(
                "rust-type",
                Kind::String,
                "A type of another crate in place of the generated ones of `schema`, or of `format`. It implements \
                 `Serialize` and `Deserialize` of serde, `Clone`, `Debug` and `PartialEq`; the compiler names a \
                 missing one. Its values are not checked by `validate()`. If several rules match, the last one holds. \
                 The path begins with a crate; in a module that a build script generates, also with `crate`.",
                "\"jiff::Timestamp\"",
            ),
            key(
                "traits",
                Kind::Strings,
                "Which of `Eq` and `Hash` that type implements, so that generated types with it implement them too.",
                "[\"Eq\", \"Hash\"]",
            ),
        ],
    },
    Table {
        header: "[diff]",
        docs: "What `wireright diff` denies. Without it, a change fails only with `--deny`.",
        keys: &[key("deny", Kind::String, "`breaking`, `wire` or `rust`, as `--deny`.", "\"breaking\"")],
    },
    Table {
        header: "[[diff.rule]]",
        docs: "The severity of a rule of `wireright diff`, which [diff.md](diff.md) lists. An `error` fails with any \
               `deny`, the others never do.",
        keys: &[
            Key { is_required: true, ..key("id", Kind::String, "The id of the rule.", "\"property-removed\"") },
            Key { is_required: true, ..key("severity", Kind::String, "`error`, `warning` or `info`.", "\"warning\"") },
        ],
    },
    Table {
        header: "[[diff.ignore]]",
        docs: "A change that `wireright diff` does not count. Every key that is set must fit, and one of the first \
               three is required.",
        keys: &[
            key(
                "fingerprint",
                Kind::String,
                "The fingerprint of the change (`--format json`).",
                "\"0123456789abcdef\"",
            ),
            key("rule", Kind::String, "The id of the rule.", "\"property-removed\""),
            key("subject", Kind::String, "The subject, or what contains it.", "\"Pet.name\""),
            Key {
                is_required: true,
                ..key("reason", Kind::String, "The reason, which reports show.", "\"nobody reads it\"")
            },
        ],
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{ClientConfig, Config};

    /// A configuration with every key.
    fn complete() -> String {
        let mut text = String::new();
        for table in TABLES {
            text.push_str(&format!("{}\n", table.header));
            for key in table.keys {
                text.push_str(&format!("{} = {}\n", key.name, key.example));
            }
        }
        text
    }

    /// The keys that the reader of a table accepts, as its error lists them.
    fn accepted(header: &str) -> Vec<String> {
        let before = if header == "[[client]]" || header.contains("diff") {
            ""
        } else {
            "[[client]]\nspec = \"\"\nout = \"\"\n"
        };
        let error = toml::from_str::<Config>(&format!("{before}{header}\nno-such-key = 1\n")).unwrap_err().to_string();
        let (_, list) = error.split_once("expected ").unwrap();
        list.split('`').skip(1).step_by(2).map(str::to_owned).collect()
    }

    #[test]
    fn the_table_lists_the_keys_that_are_read() {
        for table in TABLES {
            let mut keys: Vec<&str> = table.keys.iter().map(|key| key.name).collect();
            if table.header == "[[client]]" {
                keys.extend(["runtime", "package", "types", "rename", "dependencies"]);
            }
            if table.header == "[diff]" {
                keys.extend(["rule", "ignore"]);
            }
            assert_eq!(accepted(table.header), keys, "{}", table.header);
        }
    }

    #[test]
    fn the_examples_are_valid() {
        let config: Config = toml::from_str(&complete()).unwrap();
        let ClientConfig { deny_warnings, package, .. } = &config.client[0];
        assert!(*deny_warnings && package.metadata().license.as_deref() == Some("MIT"));
        for (example, counts) in [(TYPES_EXAMPLE, (4, 4)), (JSON_SCHEMA_EXAMPLE, (9, 1))] {
            let example = example.trim_start_matches("```toml\n").trim_end().trim_end_matches("```");
            let example = format!("[[client]]\nspec = \"a\"\nout = \"b\"\n{example}");
            let config: Config = toml::from_str(&example).unwrap();
            assert_eq!((config.client[0].types.len(), config.client[0].dependencies.len()), counts);
        }
    }
}
