//! The arguments of `mock`.

use std::{
    net::{IpAddr, Ipv4Addr},
    path::PathBuf,
};

use clap::Args;

const HELP: &str = "\
It answers with the documented examples, or with values made from the schemas, and refuses what the
descriptions do not allow with words that say why. Ctrl-C ends it. A line a request goes to
standard error, without queries, headers and bodies.

Another documented answer is had by the header `Prefer: code=404`, another of its examples by
`Prefer: example=NAME`.

Where a key pair is given, signatures are checked; the secret key comes from --secret-key-file or
from HUAWEICLOUD_SDK_SK.

Examples:
  cargo xtask mock                                    the services of specs/
  cargo xtask mock petstore.yaml --port 8080          anybody's
  cargo xtask mock --access-key AK --secret-key-file sk.txt

Exit codes:
  1  a description or a key cannot be used, or the address cannot be listened on
  2  the command was not understood";

#[derive(Args, Debug)]
#[command(after_help = HELP)]
pub(crate) struct MockArguments {
    /// The descriptions to serve, or folders of them [default: specs/ of the workspace]
    #[arg(value_name = "SPEC")]
    pub(crate) specs: Vec<PathBuf>,
    /// The folder above a description and all files that it refers to [default: the current folder, or its own]
    #[arg(long, value_name = "DIR")]
    pub(crate) root: Option<PathBuf>,
    /// The port; 0 takes a free one
    #[arg(long, value_name = "N", default_value_t = 4010)]
    pub(crate) port: u16,
    /// The address of this machine to listen on; whoever reaches it may ask
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub(crate) listen: IpAddr,
    /// Check signatures with this access key [default: HUAWEICLOUD_SDK_AK where HUAWEICLOUD_SDK_SK is set too]
    #[arg(long, value_name = "AK")]
    pub(crate) access_key: Option<String>,
    /// A file with the secret key on one line
    #[arg(long, value_name = "FILE", requires = "access_key")]
    pub(crate) secret_key_file: Option<PathBuf>,
}
