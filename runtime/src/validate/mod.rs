//! Rules that a document states about values, checked where a caller asks for it. The server stays the judge.
//!
//! Generated code holds the rules as data ([`Rules`]) and says which member they are for ([`Check`]); what they mean is said here.

mod check;
mod decimal;
mod number;
mod password;
mod pattern;
mod rules;
mod short;
mod violations;

pub use check::Check;
pub use password::{PasswordRules, SimilarityRule};
pub use rules::Rules;
pub use violations::{Rule, Violation, Violations};
