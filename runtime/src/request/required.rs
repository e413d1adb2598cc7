//! How leaving out a required value becomes a compile error that reads well.

/// Stands for "was this required value given?" in the bounds of a generated `send`.
#[derive(Clone, Copy, Debug)]
pub struct RequiredField<const GIVEN: bool>;

/// Holds for a required value that has been given. It cannot be implemented elsewhere.
///
/// `Value` says which one it is, to nobody but the compiler: the bounds of a request would all be the same one
/// without it, and be reported once and without a name.
#[diagnostic::on_unimplemented(
    message = "a required value of this request has not been given: `{Value}`",
    label = "this request is not complete",
    note = "call the setter of that name first: `HAS_USER_NAME` stands for `user_name(…)`"
)]
pub trait IsSet<Value>: sealed::Sealed {}

impl<Value> IsSet<Value> for RequiredField<true> {}

mod sealed {
    /// Keeps [`super::IsSet`] from being implemented elsewhere.
    pub trait Sealed {}

    // For both, so that the compiler reports the missing `IsSet` and not this trait.
    impl<const GIVEN: bool> Sealed for super::RequiredField<GIVEN> {}
}
