//! The five resets.

use huaweicloud_reset_password::{
    Response, Secret, Violations, codearts_artifact, dcs, dws, kafka, rabbitmq,
    runtime::{ResponseFuture, transport::CannedTransport},
};
use serde::Serialize;

use crate::{
    arguments::{Arguments, Service},
    client::{connect, needs_project},
    dry_run,
    outcome::{Done, Outcome},
    password,
};

/// Resets what is asked for.
pub(crate) async fn run(arguments: &Arguments) -> Result<Outcome, Outcome> {
    match &arguments.service {
        Service::Kafka { instance_id, user_name, new_password } => {
            needs_project(arguments)?;
            let connection = connect::<kafka::Client>(arguments)?;
            let request = connection.client.reset_user_password().instance_id(instance_id).user_name(user_name);
            let request = request.new_password(password::new(new_password)?);
            check(arguments, request.validate())?;
            let whose = format!("the user {user_name} of the Kafka instance {instance_id}");
            finish(arguments, &whose, request.send(), connection.recorded).await
        }
        Service::Rabbitmq { instance_id, new_password } => {
            needs_project(arguments)?;
            let connection = connect::<rabbitmq::Client>(arguments)?;
            let request = connection.client.reset_password().instance_id(instance_id);
            let request = request.new_password(password::new(new_password)?);
            check(arguments, request.validate())?;
            let whose = format!("the RabbitMQ instance {instance_id}");
            finish(arguments, &whose, request.send(), connection.recorded).await
        }
        Service::Dcs { instance_id, account_id, ask_old_password, old_password_file, new_password } => {
            needs_project(arguments)?;
            let connection = connect::<dcs::Client>(arguments)?;
            let request =
                connection.client.reset_acl_account_password().instance_id(instance_id).account_id(account_id);
            let old: Option<Secret> = password::old(*ask_old_password, old_password_file.as_deref())?;
            let mut request = request.new_password(password::new(new_password)?);
            if let Some(old) = old {
                request = request.old_password(old);
            }
            check(arguments, request.validate())?;
            let whose = format!("the account {account_id} of the DCS instance {instance_id}");
            finish(arguments, &whose, request.send(), connection.recorded).await
        }
        Service::Dws { cluster_id, new_password } => {
            needs_project(arguments)?;
            let connection = connect::<dws::Client>(arguments)?;
            let request = connection.client.reset_password().cluster_id(cluster_id);
            let request = request.new_password(password::new(new_password)?);
            check(arguments, request.validate())?;
            let whose = format!("the administrator of the DWS cluster {cluster_id}");
            finish(arguments, &whose, request.send(), connection.recorded).await
        }
        Service::Artifact => {
            let connection = connect::<codearts_artifact::Client>(arguments)?;
            let request = connection.client.reset_user_password();
            finish(arguments, "the calling user of CodeArts Artifact", request.send(), connection.recorded).await
        }
    }
}

fn check(arguments: &Arguments, verdict: Result<(), Violations>) -> Result<(), Outcome> {
    match verdict {
        Err(violations) if !arguments.skip_rules => Err(Outcome::Broken(violations)),
        _ => Ok(()),
    }
}

/// Sends, or shows what would be sent.
async fn finish<T: Serialize>(
    arguments: &Arguments,
    whose: &str,
    call: ResponseFuture<T>,
    recorded: Option<CannedTransport>,
) -> Result<Outcome, Outcome> {
    if let Some(recorded) = recorded {
        return match (call.await, recorded.requests().last()) {
            (_, Some(request)) => Ok(dry_run::describe_request(request)),
            (Err(error), None) => Err(Outcome::of_error(error)),
            (Ok(_), None) => Err(Outcome::misuse("there was nothing to send")),
        };
    }
    if !arguments.yes {
        password::agree(&format!("This resets the password of {whose}."))?;
    }
    match call.await {
        Ok(response) => Ok(Outcome::Done(done(whose, &response))),
        Err(error) => Err(Outcome::of_error(error)),
    }
}

fn done<T: Serialize>(whose: &str, response: &Response<T>) -> Done {
    Done {
        whose: whose.to_owned(),
        status: response.status(),
        request_id: response.request_id().map(str::to_owned),
        attempts: response.attempts(),
        response: serde_json::to_value(response.body()).unwrap_or_default(),
    }
}
