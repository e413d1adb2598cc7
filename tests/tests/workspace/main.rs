//! The packages of this workspace as they are published: dependencies and licences.

mod dependencies;
mod licences;

