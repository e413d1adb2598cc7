//! The packages of this workspace as they are published: licences and the stated version of Rust.

mod licences;
mod rust_version;
