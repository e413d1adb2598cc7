//! The traits that the list of the public API names: each type implements its own. Compiling is the test.

use std::{
    collections::BTreeMap,
    convert::Infallible,
    fmt::{Debug, Display},
    hash::Hash,
    ops::{Deref, DerefMut},
    str::FromStr,
};

use constructs::*;
use serde::Serialize;

include!(concat!(env!("OUT_DIR"), "/listed_traits.rs"));
