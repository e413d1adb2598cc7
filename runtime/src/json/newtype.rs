//! [`json_newtype!`](crate::json_newtype): a struct whose JSON is that of its only field.

/// Implements the JSON form of a struct around one value: a list or a map that contains itself. Generated code calls
/// it.
///
/// ```
/// use wireright_runtime::json_newtype;
///
/// #[derive(Debug, PartialEq)]
/// pub struct Tree(pub Vec<Tree>);
///
/// json_newtype! {
///     Tree(Vec<Tree>)
/// }
///
/// let tree: Tree = wireright_runtime::json::read("[[],[[]]]").unwrap();
/// assert_eq!(tree.len(), 2);
/// assert_eq!(tree, Tree::from(vec![Tree(vec![]), Tree(vec![Tree(vec![])])]));
/// ```
#[macro_export]
macro_rules! json_newtype {
    ($name:ident($type:ty)) => {
        impl $crate::json::Decode for $name {
            const IS_RAW: bool = <$type as $crate::json::Decode>::IS_RAW;

            fn decode(input: $crate::json::Input<'_>) -> ::core::result::Result<Self, $crate::json::JsonError> {
                $crate::json::Decode::decode(input).map(Self)
            }
        }

        impl $crate::json::Encode for $name {
            fn encode(&self, writer: &mut dyn $crate::json::Writer) {
                $crate::json::Encode::encode(&self.0, writer)
            }
        }

        impl ::core::ops::Deref for $name {
            type Target = $type;

            fn deref(&self) -> &Self::Target {
                &self.0
            }
        }

        impl ::core::ops::DerefMut for $name {
            fn deref_mut(&mut self) -> &mut Self::Target {
                &mut self.0
            }
        }

        impl ::core::convert::From<$type> for $name {
            fn from(value: $type) -> Self {
                Self(value)
            }
        }

        $crate::json_serde!($name);
    };
}
