//! Rust types as code: the only renderer of [`Type`]. A [`TypePaths`] decides how named types are written.

use super::{
    code::{Code, code},
    imports::Imports,
};
use crate::model::{Crate, Integer, RustName, Service, SharedName, Type};

/// The paths of named types, as seen from one place.
pub(super) trait TypePaths {
    /// A type of the runtime.
    fn runtime(&mut self, name: &'static str) -> Code;

    /// The map type of the standard library.
    fn map(&mut self) -> Code;

    /// A type of the operation.
    fn local(&mut self, name: &RustName) -> Code;

    /// A type that operations share.
    fn shared_type(&mut self, name: &SharedName) -> Code;
}

/// The type as code.
pub(super) fn rust_type(ty: &Type, paths: &mut impl TypePaths) -> Code {
    match ty {
        Type::String | Type::LenientString => "String".into(),
        Type::Bool => "bool".into(),
        Type::Integer(integer) => integer_name(*integer).into(),
        Type::Float32 => "f32".into(),
        Type::Float64 => "f64".into(),
        Type::Secret => paths.runtime("Secret"),
        Type::DateTime => paths.runtime("DateTime"),
        Type::Date => paths.runtime("Date"),
        Type::Duration => paths.runtime("Duration"),
        Type::Number => paths.runtime("Number"),
        Type::Uuid => paths.runtime("Uuid"),
        Type::Base64 => paths.runtime("Base64"),
        Type::Bytes => paths.runtime("Upload"),
        Type::Multipart => paths.runtime("Multipart"),
        Type::Json => paths.runtime("JsonValue"),
        Type::Mapped(mapped) => (&mapped.path).into(),
        Type::Local(name) => paths.local(name),
        Type::Shared(name) => paths.shared_type(name),
        Type::Option(inner) => code!["Option<", rust_type(inner, paths), ">"],
        Type::Boxed(inner) => code!["Box<", rust_type(inner, paths), ">"],
        Type::List(item) => code!["Vec<", rust_type(item, paths), ">"],
        Type::Map(value) => code![paths.map(), "<String, ", rust_type(value, paths), ">"],
    }
}

fn integer_name(integer: Integer) -> &'static str {
    match integer {
        Integer::I8 => "i8",
        Integer::I16 => "i16",
        Integer::I32 => "i32",
        Integer::I64 => "i64",
        Integer::U8 => "u8",
        Integer::U16 => "u16",
        Integer::U32 => "u32",
        Integer::U64 => "u64",
    }
}

/// Inside the generated crate: short names, which the file imports.
impl TypePaths for Imports {
    fn runtime(&mut self, name: &'static str) -> Code {
        self.runtime(name).into()
    }

    fn map(&mut self) -> Code {
        self.standard("collections::BTreeMap").into()
    }

    fn local(&mut self, name: &RustName) -> Code {
        name.into()
    }

    fn shared_type(&mut self, name: &SharedName) -> Code {
        self.shared_type(name)
    }
}

/// In another crate: absolute paths.
pub(super) struct ExternalPaths {
    runtime: Code,
    service: Code,
    operation: Option<RustName>,
}

impl ExternalPaths {
    /// The paths of a service's types, and of the types of the operation in this module.
    pub(super) fn new(krate: &Crate, service: &Service, operation: Option<&RustName>) -> Self {
        let root = root(krate);
        Self {
            runtime: code![&root, "::runtime"],
            service: service_root(krate, service),
            operation: operation.cloned(),
        }
    }

    /// The service's module.
    pub(super) fn service(&self) -> &Code {
        &self.service
    }
}

impl TypePaths for ExternalPaths {
    fn runtime(&mut self, name: &'static str) -> Code {
        code![&self.runtime, "::", name]
    }

    fn map(&mut self) -> Code {
        "std::collections::BTreeMap".into()
    }

    fn local(&mut self, name: &RustName) -> Code {
        let operation = self.operation.as_ref().map(|operation| code![operation, "::"]);
        code![&self.service, "::", operation, name]
    }

    fn shared_type(&mut self, name: &SharedName) -> Code {
        let parent = name.parent.as_ref().map(|parent| code![parent, "::"]);
        code![&self.service, "::types::", parent, &name.name]
    }
}

/// The shortest path of the module that contains the items of a service.
pub(super) fn service_root(krate: &Crate, service: &Service) -> Code {
    match &service.module {
        Some(module) if krate.only_service().is_none() => code![root(krate), "::", module],
        _ => root(krate),
    }
}

/// The path of the crate or module that contains all services.
pub(super) fn root(krate: &Crate) -> Code {
    krate.parent_modules.iter().fold(Code::from(&krate.import_name), |path, module| code![path, "::", module])
}
