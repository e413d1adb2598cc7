//! The packages of this workspace as they are published: dependencies and licences.
//!
//! - `dependencies`: their minimum Rust versions, and none of a vendor in the runtime
//! - `licences`: every published package contains the licence file

mod dependencies;
mod licences;
