//! The endpoints of IAM and STS. All regions follow one pattern, so there is no table of them.

use wireright_runtime::RegionId;

/// IAM where no region is set.
pub(crate) const IAM: &str = "https://iam.myhuaweicloud.com";

/// STS where no region is set.
pub(crate) const STS: &str = "https://sts.cn-north-4.myhuaweicloud.com";

/// IAM of a region.
pub(crate) fn iam_of(region: &RegionId) -> String {
    format!("https://iam.{region}.myhuaweicloud.com")
}

/// STS of a region.
pub(crate) fn sts_of(region: Option<&RegionId>) -> String {
    region.map_or_else(|| STS.to_owned(), |region| format!("https://sts.{region}.myhuaweicloud.com"))
}
