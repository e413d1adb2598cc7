//! A server that is made from OpenAPI documents, for the tests of those who call the services.
//!
//! It answers with the documented examples, or with values made from the schemas, and refuses what the documents do not allow with
//! words that say why. `wireright mock` runs it for programs in other languages; a test in Rust starts one on a free port:
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
//! let client_settings = server.url(); // http://127.0.0.1:PORT
//! assert!(server.requests().is_empty());
//! # let _ = client_settings;
//! # Ok(())
//! # }
//! ```
//!
//! Only JSON and forms are held against their schemas; of other bodies the media type is. Signatures are checked where a key pair is
//! given ([`Mock::key_pair`]), by code that shares nothing with the signer.

mod answer;
mod api;
mod body;
mod documents;
mod exchange;
mod judge;
mod mock;
mod parameters;
mod pattern;
mod refusal;
mod route;
mod sample;
mod scalar;
mod security;
mod server;
mod text;
mod translate;
pub mod verifier;
pub mod wire;

pub use answer::Reply;
pub use api::Api;
pub use documents::{Documents, Place, parsed, reference};
pub use judge::{Judge, Problem, UNJUDGED};
pub use mock::Mock;
pub use refusal::Refusal;
pub use sample::{Taste, value as sample};
pub use server::{Handled, MockServer};
