//! Authentication of generated clients: signatures, credentials, tokens, projects and regions.

mod clock_skew;
mod credentials;
mod global_services;
mod oauth2;
mod project;
mod regions;
mod signing;
mod verifier;
