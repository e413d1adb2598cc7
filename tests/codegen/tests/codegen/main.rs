//! The generator, from documents to the text of generated files. Compiles nothing.
//!
//! - `api`: the list of the public API names what the files declare
//! - `colliding_operations`: operation ids with one Rust name
//! - `committed_output`: `generated/src` is the output for `specs/`, in every order of the documents
//! - `component_files`: rules for components whose schemas are in files of their own
//! - `component_parameters`: operations that refer to a parameter under `components` share its type
//! - `configured_names`: names of schemas and operations from a configuration
//! - `constants`: properties and discriminators with one possible value are set by constructors
//! - `constraints`: which types get `validate`, and which patterns are reported as unchecked
//! - `deep_schemas`: each type of deeply nested schemas is defined
//! - `doc_comments`: no string of a document becomes a doc test
//! - `field_rules`: which fields and variants a rule selects
//! - `fragments`: a path with a fragment is reported
//! - `groups`: operations by tag
//! - `hostile_schemas`: cyclic, deep and gigantic documents: each gives code or diagnostics in bounded time
//! - `base_schemas`: schemas that extend a base with a discriminator by `allOf`
//! - `injection`: no string of a document becomes code, and no document makes the generator panic
//! - `keywords`: `docs/keywords.md` matches the generator for each keyword of OpenAPI and JSON Schema
//! - `lint_sections`: the sections that `docs/lint.md` names exist
//! - `merged_properties`: every property that a part of an `allOf` describes is a field
//! - `narrowed_types`: types that other keywords of the same value narrow
//! - `null`: fields and items that may be null, and tuples
//! - `overlay_places`: diagnostics about values from an overlay have their place
//! - `pagination`: `x-pagination` from an overlay, and invalid `x-pagination` in lenient mode
//! - `quick_start`: the operation of the example that opens the documentation of a service
//! - `read_only`: required properties that are read-only or write-only
//! - `renames`: changed names are reported
//! - `reported_constructs`: constructs that a client cannot honour are reported, each at its place
//! - `schema_identifiers`: `$id`, `$anchor`, `$dynamicRef` (JSON Schema 2020-12, Core, section 8.2) and `$self`
//! - `selections`: types do not depend on the selection of operations
//! - `sent_media_types`: the media types of request bodies and parts
//! - `shared_responses`: operations with the same error responses or headers share a type
//! - `undescribed_items`: items without a description have no documentation that repeats their name
//! - `setter_docs`: setters show a short description of their property
//! - `unused_types`: schemas that no operation uses are omitted, but those of webhooks and callbacks are not
//! - `variant_names`: names of variants of one type say how they differ

mod api;
mod base_schemas;
mod colliding_operations;
mod committed_output;
mod component_files;
mod component_parameters;
mod configured_names;
mod constants;
mod constraints;
mod deep_schemas;
mod doc_comments;
mod field_rules;
mod fragments;
mod groups;
mod hostile_schemas;
mod injection;
mod keywords;
mod lint_sections;
mod merged_properties;
mod narrowed_types;
mod null;
mod overlay_places;
mod pagination;
mod quick_start;
mod read_only;
mod renames;
mod reported_constructs;
mod schema_identifiers;
mod selections;
mod sent_media_types;
mod setter_docs;
mod shared_responses;
mod undescribed_items;
mod unused_types;
mod variant_names;
