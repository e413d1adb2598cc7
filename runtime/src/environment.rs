//! [`Environment`]: environment variables for settings.

use std::{collections::BTreeMap, ffi::OsString, fmt, sync::Arc};

/// Environment variables of this process, or a fixed set. An empty variable counts as not set. `Debug` redacts values.
#[derive(Clone, Default)]
pub struct Environment {
    variables: Option<Arc<BTreeMap<String, OsString>>>,
}

impl Environment {
    /// The variables of this process. Each is read when it is used.
    pub fn of_process() -> Self {
        Self::default()
    }

    /// A fixed set of variables, for tests and for programs with other sources of settings.
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
