//! Mock server for OpenAPI documents, for the tests of clients.
//!
//! The server responds with the documented examples, or with values generated from the schemas. It rejects requests
//! that violate the document; the response lists the violations. `wireright mock` runs it for programs in other
//! languages. A Rust test starts it on a free port:
//!
//! ```
//! use wireright_mock::{Api, Mock};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let text = "
//! openapi: 3.0.3
//! info: { title: Greeter, version: '1' }
//! paths:
//!   /greeting:
//!     get:
//!       responses:
//!         '200':
//!           description: A greeting.
//!           content: { application/json: { example: { text: Hello } } }
//! ";
//! let server = Mock::new(vec![Api::from_text(text)?]).start()?;
//! let base_url = server.url(); // http://127.0.0.1:PORT
//! assert!(server.requests().is_empty());
//! # let _ = base_url;
//! # Ok(())
//! # }
//! ```
//!
//! Only JSON and form bodies are validated against schemas; other bodies against their media type. With a key pair
//! ([`Mock::key_pair`]), signatures of Huawei Cloud are verified. Those of other authenticators only
//! have to be present.
//!
//! | module | content |
//! |---|---|
//! | `api`, `path_template`, `base_paths` | routing: the operations of a document |
//! | `documents` | documents as JSON, and their references |
//! | `parameters`, `body`, `security` | validation of requests |
//! | `parameter_values`, `form`, `bracketed_names`, `schema`, `values` | decoding of parameters and form fields |
//! | `validator`, `required_properties` | validation of values against schemas |
//! | `examples` | examples that contradict their schema |
//! | `documented_response`, `sample` | the response to a valid request |
//! | `server`, `connection`, [`http`] | the service, its server and HTTP/1.1 |
//! | [`huawei_signature`] | verification of Huawei Cloud signatures |

mod api;
mod base_paths;
mod body;
mod bracketed_names;
mod connection;
mod documented_response;
mod documents;
mod examples;
mod form;
pub mod http;
pub mod huawei_signature;
mod parameter_values;
mod parameters;
mod path_template;
mod required_properties;
mod sample;
mod schema;
mod security;
mod server;
mod validator;
mod values;

pub use api::Api;
pub use documents::{Documents, LocatedSchema, parse_document, parse_reference};
pub use http::{Rejection, Response};
pub use sample::{SampleOptions, sample_value};
pub use server::{Mock, MockServer, ServedRequest};
pub use validator::{SchemaValidator, UNUSABLE_SCHEMA, Violation};
