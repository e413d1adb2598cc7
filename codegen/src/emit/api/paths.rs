//! Types as paths below the crate: `kafka::types::Pet`, `runtime::Secret`.

use crate::{
    emit::{
        code::{Code, code},
        rust_type::TypePaths,
    },
    model::{RustName, Service, SharedName},
};

/// The paths of a service's types, and of the types of the operation in this module.
pub(super) struct CratePaths<'m> {
    pub(super) service: &'m Service,
    /// The path of the service's module.
    pub(super) module: &'m RustName,
    pub(super) operation: Option<&'m RustName>,
}

impl TypePaths for CratePaths<'_> {
    fn runtime(&mut self, name: &'static str) -> Code {
        code!["runtime::", name]
    }

    fn map(&mut self) -> Code {
        "BTreeMap".into()
    }

    fn local(&mut self, name: &RustName) -> Code {
        let operation = self.operation.map(|operation| code![operation, "::"]);
        code![self.module, "::", operation, name]
    }

    fn shared_type(&mut self, name: &SharedName) -> Code {
        let parent = name.parent.as_ref().map(|parent| code![parent, "::"]);
        code![self.module, "::types::", parent, &name.name]
    }
}
