//! The generator, from documents to the text of generated files. Compiles nothing.

mod committed_output;
mod constants;
mod constraints;
mod doc_comments;
mod hostile_schemas;
mod inheritance;
mod injection;
mod keywords;
mod pagination;
mod schema_identifiers;
mod undescribed_items;
