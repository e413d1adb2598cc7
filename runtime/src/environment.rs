//! [`Environment`]: the environment variables that settings are read from.

use std::{collections::BTreeMap, ffi::OsString, fmt, sync::Arc};

/// Environment variables: those of this process, or given ones. A variable that is empty counts as not set. `Debug` shows no value.
#[derive(Clone, Default)]
pub struct Environment {
    variables: Option<Arc<BTreeMap<String, OsString>>>,
}

impl Environment {
    /// The variables of this process, as they are when they are read.
    pub fn of_process() -> Self {
        Self::default()
    }

    /// These variables and no others, for tests and for programs with other sources of settings.
    pub fn of<N: Into<String>, V: Into<OsString>>(variables: impl IntoIterator<Item = (N, V)>) -> Self {
        let variables = variables.into_iter().map(|(name, value)| (name.into(), value.into())).collect();
        Self { variables: Some(Arc::new(variables)) }
    }

    /// The value of a variable, if it is set and not empty.
    pub fn var_os(&self, name: &str) -> Option<OsString> {
        let value = match &self.variables {
            Some(variables) => variables.get(name).cloned(),
            None => std::env::var_os(name),
        };
        value.filter(|value| !value.is_empty())
    }
}

impl fmt::Debug for Environment {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.variables {
            Some(variables) => formatter.debug_set().entries(variables.keys()).finish(),
            None => formatter.write_str("Environment"),
        }
    }
}
