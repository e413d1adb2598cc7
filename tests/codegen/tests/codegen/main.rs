//! The generator, from documents to the text of generated files. Compiles nothing.

mod committed_output;
mod constants;
mod constraints;
mod doc_comments;
mod hostile_schemas;
mod schema_identifiers;
mod inheritance;
mod injection;
mod keywords;
mod pagination;
mod undescribed_items;
