//! [`Flat`]: a tree without nesting, which is all that most styles can write.

use super::{Problem, tree::Tree};

/// A value of one level. What is null is not in it: to RFC 6570 it is undefined (section 2.3).
pub(super) enum Flat<'t> {
    One(&'t str),
    List(Vec<&'t str>),
    Object(Vec<(&'t str, &'t str)>),
}

impl<'t> Flat<'t> {
    /// The tree as one level; `None` if it is null.
    pub(super) fn of(tree: &'t Tree) -> Result<Option<Self>, Problem> {
        Ok(match tree {
            Tree::Null => None,
            Tree::Scalar(scalar) => Some(Self::One(&scalar.text)),
            Tree::List(elements) => {
                let texts: Result<Vec<_>, _> =
                    elements.iter().filter_map(|element| text(element).transpose()).collect();
                Some(Self::List(texts?))
            }
            Tree::Object(members) => {
                let texts: Result<Vec<_>, _> = members
                    .iter()
                    .filter_map(|(name, value)| Some(text(value).transpose()?.map(|text| (name.as_str(), text))))
                    .collect();
                Some(Self::Object(texts?))
            }
        })
    }

    /// Whether a list or an object has nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        match self {
            Self::One(_) => false,
            Self::List(elements) => elements.is_empty(),
            Self::Object(members) => members.is_empty(),
        }
    }

    /// All texts, names among them, in their order.
    pub(super) fn texts(&self) -> Vec<&'t str> {
        match self {
            Self::One(text) => vec![text],
            Self::List(elements) => elements.clone(),
            Self::Object(members) => members.iter().flat_map(|&(name, value)| [name, value]).collect(),
        }
    }
}

fn text(tree: &Tree) -> Result<Option<&str>, Problem> {
    match tree {
        Tree::Null => Ok(None),
        Tree::Scalar(scalar) => Ok(Some(&scalar.text)),
        Tree::List(_) | Tree::Object(_) => {
            Err("holds a list or an object within another, for which its style has no form")
        }
    }
}
