//! The packages of this workspace as they are published: dependencies, licences and workflows.
//!
//! - `dependencies`: their minimum Rust versions, and none of a vendor in the runtime
//! - `licences`: every published package contains the licence file
//! - `workflows`: actions are named by their commits

mod dependencies;
mod licences;
mod workflows;
