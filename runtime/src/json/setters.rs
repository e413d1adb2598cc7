//! [`setters!`](crate::setters): a setter for each member of a shape that may be absent, and a constructor for the others.

/// Gives a struct a setter for each member that may be absent, with the type that it takes.
///
/// A member `or null` may be sent as null, which is not the same as leaving it out: its setter takes an `Option`. A setter that has
/// another name than its field stands behind `as`. Where members must be there, the constructor `new` takes them, and the field
/// that keeps all other members is named at the end.
///
/// ```
/// use wireright_runtime::{Extra, setters};
///
/// struct Pet {
///     name: String,
///     age: Option<i64>,
///     owner: Option<Option<String>>,
///     extra: Extra,
/// }
///
/// setters! {
///     Pet(name: impl Into<String>) {
///         age: i64,
///         owner or null: impl Into<Option<String>>,
///         ..extra
///     }
/// }
///
/// let pet = Pet::new("Minka").age(3).owner(None);
/// assert_eq!((pet.name.as_str(), pet.age, pet.owner), ("Minka", Some(3), Some(None)));
/// ```
#[macro_export]
macro_rules! setters {
    ($name:ident {
        $($field:ident $(as $setter:ident)? $(or $null:ident)?: $ty:ty,)*
    }) => {
        impl $name {
            $($crate::setter! { $field [$($setter)?] [$($null)?] $ty })*
        }
    };
    ($name:ident($($required:ident: $given:ty),*) {
        $($field:ident $(as $setter:ident)? $(or $null:ident)?: $ty:ty,)*
        ..$rest:ident
    }) => {
        impl $name {
            /// A value with the members that must be there, and no others.
            #[allow(clippy::too_many_arguments, reason = "what must be there must be said")]
            pub fn new($($required: $given),*) -> Self {
                Self {
                    $($required: $required.into(),)*
                    $($field: ::core::option::Option::None,)*
                    $rest: ::core::default::Default::default(),
                }
            }

            $($crate::setter! { $field [$($setter)?] [$($null)?] $ty })*
        }
    };
}

/// One setter of [`setters!`](crate::setters), which alone calls it.
#[doc(hidden)]
#[macro_export]
macro_rules! setter {
    ($field:ident [] $null:tt $ty:ty) => {
        $crate::setter! { $field [$field] $null $ty }
    };
    ($field:ident [$setter:ident] [] $ty:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`.")]
        pub fn $setter(mut self, $field: $ty) -> Self {
            self.$field = ::core::option::Option::Some($field.into());
            self
        }
    };
    ($field:ident [$setter:ident] [null] $ty:ty) => {
        #[doc = ::core::concat!("Sets `", ::core::stringify!($field), "`; `None` is sent as null.")]
        pub fn $setter(mut self, $field: $ty) -> Self {
            self.$field = ::core::option::Option::Some($field.into());
            self
        }
    };
}
