//! Conversion of the inputs of a case to a call.

use serde_json::{Map, Value, json};

use super::SkipReason;
use crate::{
    calls::Call,
    vectors::{Body, Inputs},
};

/// The call of a case.
pub(super) fn call(service: &str, operation: &str, inputs: &Inputs) -> Result<Call, SkipReason> {
    let values = Values::of(inputs)?;
    match (service, operation) {
        ("codeartsartifact", "ResetUserPassword") => Ok(Call::Artifact),
        ("dcs", "ResetAclAccountPassWord") => Ok(Call::Dcs {
            instance_id: values.path("instance_id")?,
            account_id: values.path("account_id")?,
            old_password: values.optional_password("old_password")?,
            new_password: values.password("new_password")?,
        }),
        ("dws", "ResetPassword") => {
            Ok(Call::Dws { cluster_id: values.path("cluster_id")?, new_password: values.password("new_password")? })
        }
        ("kafka", "ResetUserPasswrod") => Ok(Call::Kafka {
            instance_id: values.path("instance_id")?,
            user_name: values.path("user_name")?,
            new_password: values.password("new_password")?,
        }),
        ("rabbitmq", "ResetPassword") => Ok(Call::RabbitMq {
            instance_id: values.path("instance_id")?,
            new_password: values.password("new_password")?,
        }),
        _ => Err(SkipReason::unsupported(format!("{service}.{operation}"))),
    }
}

/// The call of the recorded responses.
pub(super) fn usual_call(service: &str, operation: &str) -> Result<Call, SkipReason> {
    let ids = ["instance_id", "user_name", "account_id", "cluster_id"];
    let path_params = ids.iter().map(|id| ((*id).to_owned(), json!("7b2b2c3e-0f0a-4e0e-9a53-d1a2f1d2c3b4"))).collect();
    let fields = [("new_password".to_owned(), json!("NewPassw0rd!"))].into_iter().collect();
    call(service, operation, &Inputs { path_params, body: Some(Body::Model { fields }), ..Inputs::default() })
}

struct Values<'v> {
    path: &'v Map<String, Value>,
    body: Option<&'v Map<String, Value>>,
}

impl<'v> Values<'v> {
    fn of(inputs: &'v Inputs) -> Result<Self, SkipReason> {
        let body = match &inputs.body {
            None => None,
            Some(Body::Model { fields }) => Some(fields),
            Some(Body::Other) => return Err(SkipReason::unsupported("a body that is not the operation's own")),
        };
        Ok(Self { path: &inputs.path_params, body })
    }

    /// A string, number or boolean as a string.
    fn path(&self, name: &str) -> Result<String, SkipReason> {
        match self.path.get(name) {
            None | Some(Value::Null) => Err(required(name)),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(value @ (Value::Number(_) | Value::Bool(_))) => Ok(value.to_string()),
            Some(Value::Array(_) | Value::Object(_)) => Err(SkipReason::unsupported(format!("{name} is not a string"))),
        }
    }

    fn password(&self, name: &str) -> Result<String, SkipReason> {
        self.optional_password(name)?.ok_or_else(|| required(name))
    }

    fn optional_password(&self, name: &str) -> Result<Option<String>, SkipReason> {
        match self.body.and_then(|fields| fields.get(name)) {
            None | Some(Value::Null) => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.clone())),
            Some(_) => Err(SkipReason::unsupported(format!("{name} is not a string"))),
        }
    }
}

fn required(name: &str) -> SkipReason {
    SkipReason::Refused(format!("{name} is required: without it the call does not compile"))
}
