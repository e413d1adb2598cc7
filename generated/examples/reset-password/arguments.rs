//! What can be asked for on the command line.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Lines that fit into a terminal of 80 columns, since clap breaks others wherever it must.
const AFTER_HELP: &str = "\
Credentials:
  HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK of the environment, and where they
  are set HUAWEICLOUD_SDK_SECURITY_TOKEN and HUAWEICLOUD_SDK_PROJECT_ID.
  With --credentials chain: the first that are found of federation,
  environment, profile file, and the agency of this machine or pod.

Examples:
  reset-password kafka --region cn-north-4 --instance-id ID --user-name alice

  pass show kafka/alice | reset-password kafka --region cn-north-4 \\
      --instance-id ID --user-name alice --password-stdin

  reset-password dws --region cn-north-4 --project-id ID --cluster-id ID \\
      --password-file new.txt --dry-run

Exit codes:
  0  the password is reset; with --dry-run, the request was shown
  1  the password is not reset: it was refused, or nobody could be reached
  2  the command is wrong or incomplete: nothing was sent
  3  the new password breaks documented rules: nothing was sent
  4  not known: the request was sent, and no response says what became of it";

/// Reset one password on Huawei Cloud.
#[derive(Debug, Parser)]
#[command(name = "reset-password", version, after_long_help = AFTER_HELP)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) service: Service,
    /// The region of the service, such as cn-north-4
    #[arg(long, global = true)]
    pub(crate) region: Option<String>,
    /// The address of the service, instead of that of its region
    #[arg(long, global = true, value_name = "URL")]
    pub(crate) endpoint: Option<String>,
    /// Allow an endpoint without TLS: for tests on this machine
    #[arg(long, global = true)]
    pub(crate) allow_http: bool,
    /// Where the keys come from
    #[arg(long, global = true, value_enum, default_value_t = Source::Environment)]
    pub(crate) credentials: Source,
    /// The project; looked up by the region if it is not given
    #[arg(long, global = true, value_name = "ID")]
    pub(crate) project_id: Option<String>,
    /// Show the signed request without its secrets, and send nothing
    #[arg(long, global = true)]
    pub(crate) dry_run: bool,
    /// Send the new password even if it breaks documented rules
    #[arg(long, global = true)]
    pub(crate) skip_rules: bool,
    /// Do not ask before sending, as is done at a terminal
    #[arg(long, short, global = true)]
    pub(crate) yes: bool,
    /// How to say what happened
    #[arg(long, global = true, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// In words
    Human,
    /// As one JSON object on standard output
    Json,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Source {
    /// The variables HUAWEICLOUD_SDK_AK and HUAWEICLOUD_SDK_SK
    Environment,
    /// The first of the places where the official SDKs look
    Chain,
}

/// The services, and whose password each of them resets.
#[derive(Debug, Subcommand)]
pub(crate) enum Service {
    /// A user of a Kafka instance
    Kafka {
        /// The Kafka instance
        #[arg(long, value_name = "ID")]
        instance_id: String,
        /// The user whose password is reset
        #[arg(long, value_name = "NAME")]
        user_name: String,
        #[command(flatten)]
        new_password: NewPassword,
    },
    /// A RabbitMQ instance
    Rabbitmq {
        /// The RabbitMQ instance
        #[arg(long, value_name = "ID")]
        instance_id: String,
        #[command(flatten)]
        new_password: NewPassword,
    },
    /// An ACL account of a Redis instance (DCS)
    Dcs {
        /// The Redis instance
        #[arg(long, value_name = "ID")]
        instance_id: String,
        /// The account whose password is reset, by its id and not by its name
        #[arg(long, value_name = "ID")]
        account_id: String,
        /// Ask for the old password
        #[arg(long, conflicts_with = "old_password_file")]
        ask_old_password: bool,
        /// Read the old password from a file of one line
        #[arg(long, value_name = "FILE")]
        old_password_file: Option<PathBuf>,
        #[command(flatten)]
        new_password: NewPassword,
    },
    /// The administrator of a data warehouse cluster (DWS)
    Dws {
        /// The cluster
        #[arg(long, value_name = "ID")]
        cluster_id: String,
        #[command(flatten)]
        new_password: NewPassword,
    },
    /// Your own password for CodeArts Artifact, which chooses the new one itself
    Artifact,
}

/// Where the new password comes from. Without any of these, it is asked for.
#[derive(Args, Debug)]
pub(crate) struct NewPassword {
    /// Read the new password from a file of one line
    #[arg(long, value_name = "FILE", conflicts_with = "password_stdin")]
    pub(crate) password_file: Option<PathBuf>,
    /// Read the new password from standard input, one line
    #[arg(long)]
    pub(crate) password_stdin: bool,
}
