//! `/api/users` and `/api/sources`: the choices for conditions of a filter.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::answer;
use crate::domain::ids::UserId;
use crate::flows::choices::{Person, Source};
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};

/// As many as the portal returns on one page.
const MOST: usize = 50;
/// The longest search text, in characters.
const LONGEST_TEXT: usize = 100;

/// The users that a page asks for.
#[derive(Debug, PartialEq)]
enum UserQuery {
    Ids(Vec<UserId>),
    Named(String),
}

/// `GET /api/users?ids=1,2` or `?find=eva`: the users that the portal shows to the signed-in user.
pub(in crate::web) async fn list_users(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let invalid = || user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters));
    let found = match read_query(request.query_string()).ok_or_else(invalid)? {
        UserQuery::Ids(ids) => web.flows.people(&user.viewer, &ids).await,
        UserQuery::Named(text) => web.flows.find_people(&user.viewer, &text).await.map(Some),
    };
    let found = found.map_err(|failure| user.context.problem(failure))?;
    let item = |person: &Person| json!({"id": person.id, "name": person.name, "active": person.is_active});
    let items: Vec<Value> = found.iter().flatten().map(item).collect();
    Ok(answer(&json!({"items": items, "readable": found.is_some()})))
}

/// `GET /api/sources`: the portal's directory of sources.
pub(in crate::web) async fn list_sources(
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let sources = web.flows.sources(&user.viewer).await;
    let sources = sources.map_err(|failure| user.context.problem(failure))?;
    let item = |source: &Source| json!({"code": source.code.as_str(), "name": source.name});
    let items: Vec<Value> = sources.iter().map(item).collect();
    Ok(answer(&json!({"items": items})))
}

fn read_query(text: &str) -> Option<UserQuery> {
    let mut pairs = form_urlencoded::parse(text.as_bytes());
    let (name, value) = pairs.next()?;
    if pairs.next().is_some() {
        return None;
    }
    match name.as_ref() {
        "ids" => {
            let ids: Vec<UserId> = value.split(',').map(UserId::parse).collect::<Option<_>>()?;
            (ids.len() <= MOST).then_some(UserQuery::Ids(ids))
        }
        "find" => {
            let text = value.split_whitespace().collect::<Vec<_>>().join(" ");
            (1..=LONGEST_TEXT).contains(&text.chars().count()).then_some(UserQuery::Named(text))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ids_or_a_name_are_read() {
        let ids = |text: &str| match read_query(text) {
            Some(UserQuery::Ids(ids)) => Some(ids.len()),
            _ => None,
        };
        assert_eq!(ids("ids=1,22"), Some(2));
        assert_eq!(read_query("find=%20Eva%20%20Doe"), Some(UserQuery::Named("Eva Doe".to_owned())));
        for text in ["", "ids=", "ids=a", "ids=1&ids=2", "id=1", "ids=0", "find=", "find=%20", "find=a&ids=1"]
        {
            assert_eq!(read_query(text), None, "{text}");
        }
        assert_eq!(read_query(&format!("ids={}1", "1,".repeat(50))), None, "too many");
        assert_eq!(read_query(&format!("find={}", "x".repeat(101))), None, "too long");
    }
}
