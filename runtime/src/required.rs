//! How leaving out a required value becomes a compile error that reads well.

/// Stands for "was this required value given?" in the bounds of a generated `send`.
#[derive(Clone, Copy, Debug)]
pub struct Required<const GIVEN: bool>;

/// Holds for a required value that has been given. It cannot be implemented elsewhere.
#[diagnostic::on_unimplemented(
    message = "a required value of this request has not been given",
    label = "this request is not complete",
    note = "each `false` among the const parameters of the request's type is a required value that is missing: call its setter first"
)]
pub trait Given: sealed::Sealed {}

impl Given for Required<true> {}

mod sealed {
    /// Keeps [`super::Given`] from being implemented elsewhere.
    pub trait Sealed {}

    // For both, so that the compiler reports the missing `Given` and not this trait.
    impl<const GIVEN: bool> Sealed for super::Required<GIVEN> {}
}
