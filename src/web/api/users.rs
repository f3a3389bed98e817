//! `/api/users`: the names of people whom a page knows by their ids.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::{Value, json};
use url::form_urlencoded;

use super::answer;
use crate::domain::ids::UserId;
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};

/// As many as the portal puts on one page.
const MOST: usize = 50;

/// `GET /api/users?ids=1,2`: those that the portal names to the signed-in user.
pub(in crate::web) async fn list_users(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let invalid = || user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters));
    let ids = read_query(request.query_string()).ok_or_else(invalid)?;
    let names = web.flows.user_names(&user.viewer, &ids).await;
    let names = names.map_err(|failure| user.context.problem(failure))?;
    let item = |id: &UserId| names.get(id).map(|name| json!({"id": id, "name": name}));
    let items: Vec<Value> = ids.iter().filter_map(item).collect();
    Ok(answer(&json!({"items": items})))
}

fn read_query(text: &str) -> Option<Vec<UserId>> {
    let mut pairs = form_urlencoded::parse(text.as_bytes());
    let (name, value) = pairs.next()?;
    if name != "ids" || pairs.next().is_some() {
        return None;
    }
    let ids: Vec<UserId> = value.split(',').map(UserId::parse).collect::<Option<_>>()?;
    (ids.len() <= MOST).then_some(ids)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_list_of_ids_is_read() {
        assert_eq!(read_query("ids=1,22").map(|ids| ids.len()), Some(2));
        for text in ["", "ids=", "ids=a", "ids=1&ids=2", "id=1", "ids=0"] {
            assert_eq!(read_query(text), None, "{text}");
        }
        assert_eq!(read_query(&format!("ids={}1", "1,".repeat(50))), None, "too many");
    }
}
