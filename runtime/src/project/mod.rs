//! Finds out the project id that belongs to a region, by asking IAM once.

mod iam;

use serde::Deserialize;

pub(crate) use iam::{LIST_PROJECTS, SERVICE, endpoint};

use crate::{Error, RegionId, Request};

/// The question: which projects are there of this name? A region's own project has the region's name.
pub(crate) fn question(region: &RegionId) -> Request {
    Request::builder(&LIST_PROJECTS).query("name", &Some(region.as_str()))
}

/// The answer, of which there must be exactly one.
pub(crate) fn the_one(region: &RegionId, projects: Projects, request_id: Option<&str>) -> Result<String, Error> {
    let asked = request_id.map(|id| format!(" (request id {id})")).unwrap_or_default();
    let hint = "give the project id to the credentials or to the client";
    let ids: Vec<String> = projects.projects.into_iter().map(|project| project.id).collect();
    match <[String; 1]>::try_from(ids) {
        Ok([id]) if !id.is_empty() => Ok(id),
        Ok(_) => {
            Err(Error::project(format!("IAM answered an empty project id for region {region}{asked}; {hint}"), None))
        }
        Err(ids) if ids.is_empty() => {
            let words = format!("IAM knows no project for region {region} with these credentials{asked}; {hint}");
            Err(Error::project(words, None))
        }
        Err(ids) => {
            let ids = ids.join(", ");
            Err(Error::project(format!("IAM knows several projects for region {region}: {ids}{asked}; {hint}"), None))
        }
    }
}

/// What IAM answers, as far as it is of interest.
#[derive(Debug, Deserialize)]
pub(crate) struct Projects {
    projects: Vec<Project>,
}

#[derive(Debug, Deserialize)]
struct Project {
    id: String,
}

#[cfg(test)]
mod tests {
    use http::HeaderMap;

    use super::*;
    use crate::Answer;

    fn one(json: &str) -> Result<String, String> {
        let projects = crate::decode::json(&Answer::new(200, &HeaderMap::new(), json.as_bytes())).unwrap();
        the_one(&RegionId::from_static("cn-north-4"), projects, Some("trace-1")).map_err(|error| error.to_string())
    }

    #[test]
    fn exactly_one_project_must_come_back() {
        assert_eq!(one(r#"{"projects":[{"id":"p","name":"cn-north-4"}],"links":{}}"#).as_deref(), Ok("p"));
        let none = one(r#"{"projects":[]}"#).unwrap_err();
        assert!(none.contains("no project for region cn-north-4") && none.contains("trace-1"), "{none}");
        let several = one(r#"{"projects":[{"id":"p1"},{"id":"p2"}]}"#).unwrap_err();
        assert!(several.contains("p1, p2"), "{several}");
        assert!(one(r#"{"projects":[{"id":""}]}"#).is_err());
    }
}
