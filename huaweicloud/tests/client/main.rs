//! Authentication of clients of Huawei Cloud, with a transport in memory.

mod project;
mod providers;
mod requests;
mod signature_vectors;
mod support;
