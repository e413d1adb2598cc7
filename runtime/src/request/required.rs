//! Compile-time check of required values, with a readable error.

/// Whether a required value is set, in the bounds of a generated `send`.
#[derive(Clone, Copy, Debug)]
pub struct RequiredField<const IS_SET: bool>;

/// Implemented for required values that are set. Sealed.
///
/// `Value` names the value. Without it, all bounds of a request would be equal, and the compiler would report only
/// one, without a name.
#[diagnostic::on_unimplemented(
    message = "a required value of this request is not set: `{Value}`",
    label = "this request is not complete",
    note = "call its setter first: its name is that after `HAS_`, in lower case"
)]
pub trait IsSet<Value>: sealed::Sealed {}

impl<Value> IsSet<Value> for RequiredField<true> {}

mod sealed {
    /// Seals [`super::IsSet`].
    pub trait Sealed {}

    // Implemented for both, so that the compiler reports the missing `IsSet` and not this trait.
    impl<const IS_SET: bool> Sealed for super::RequiredField<IS_SET> {}
}
