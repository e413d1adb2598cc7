//! The same for real: one operation, after it was said what would happen and somebody agreed.

use std::io::{self, Write};

use huaweicloud_reset_password::{Credentials, Error, Response, Secret, codearts_artifact, dcs, dws, kafka, rabbitmq};

use crate::Failure;

pub(crate) const USAGE: &str = "\
usage: reset_passwords                                            on this machine, without an account
       reset_passwords --live artifact REGION
       reset_passwords --live dcs REGION INSTANCE_ID ACCOUNT_ID
       reset_passwords --live dws REGION CLUSTER_ID
       reset_passwords --live kafka REGION INSTANCE_ID USER_NAME
       reset_passwords --live rabbitmq REGION INSTANCE_ID
The access key is taken from HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK, the passwords are asked for.";

/// Resets one password, if the person at the keyboard still wants to.
pub(crate) async fn reset(arguments: &[String]) -> Result<(), Failure> {
    if arguments.is_empty() {
        return Err(USAGE.into());
    }
    let credentials = Credentials::from_env()?;
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["artifact", region] => {
            let client = codearts_artifact::Client::builder().region(region).credentials(credentials).build()?;
            agree(&format!("the calling user of CodeArts Artifact in {region}"))?;
            report(client.reset_user_password().send().await)
        }
        ["dcs", region, instance_id, account_id] => {
            let client = dcs::Client::builder().region(region).credentials(credentials).build()?;
            agree(&format!("the account {account_id} of the DCS instance {instance_id} in {region}"))?;
            let old_password = Secret::new(rpassword::prompt_password("Old password (may be empty): ")?);
            let request = client.reset_acl_account_password().instance_id(instance_id).account_id(account_id);
            let mut request = request.new_password(new_password()?);
            if !old_password.is_empty() {
                request = request.old_password(old_password);
            }
            request.validate()?;
            report(request.send().await)
        }
        ["dws", region, cluster_id] => {
            let client = dws::Client::builder().region(region).credentials(credentials).build()?;
            agree(&format!("the administrator of the DWS cluster {cluster_id} in {region}"))?;
            let request = client.reset_password().cluster_id(cluster_id).new_password(new_password()?);
            request.validate()?;
            report(request.send().await)
        }
        ["kafka", region, instance_id, user_name] => {
            let client = kafka::Client::builder().region(region).credentials(credentials).build()?;
            agree(&format!("the user {user_name} of the Kafka instance {instance_id} in {region}"))?;
            let request = client
                .reset_user_password()
                .instance_id(instance_id)
                .user_name(user_name)
                .new_password(new_password()?);
            request.validate()?;
            report(request.send().await)
        }
        ["rabbitmq", region, instance_id] => {
            let client = rabbitmq::Client::builder().region(region).credentials(credentials).build()?;
            agree(&format!("the RabbitMQ instance {instance_id} in {region}"))?;
            let request = client.reset_password().instance_id(instance_id).new_password(new_password()?);
            request.validate()?;
            report(request.send().await)
        }
        _ => Err(USAGE.into()),
    }
}

/// Says what will happen, and goes on only if that is wanted.
fn agree(whose: &str) -> Result<(), Failure> {
    print!("This resets the password of {whose}. Go on? [y/N] ");
    io::stdout().flush()?;
    let mut answer = String::new();
    io::stdin().read_line(&mut answer)?;
    if matches!(answer.trim(), "y" | "Y" | "yes") { Ok(()) } else { Err("Nothing was sent.".into()) }
}

/// Asked for twice, and shown nowhere: an argument would stay in the history of the shell.
fn new_password() -> Result<Secret, Failure> {
    let password = Secret::new(rpassword::prompt_password("New password: ")?);
    let again = Secret::new(rpassword::prompt_password("Once more: ")?);
    if password == again { Ok(password) } else { Err("These are two passwords. Nothing was sent.".into()) }
}

fn report<T>(result: Result<Response<T>, Error>) -> Result<(), Failure> {
    match result {
        Ok(response) => {
            println!("Done: HTTP {}, request id {}.", response.status(), response.request_id().unwrap_or("unknown"));
            Ok(())
        }
        Err(error) if error.may_have_been_applied() => {
            Err(format!("{error}\nThe new password may be set all the same.").into())
        }
        Err(error) => Err(error.into()),
    }
}
