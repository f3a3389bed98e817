//! `/api/contacts`: lists, shows and deletes contacts.

use actix_web::{HttpRequest, HttpResponse, web};
use serde_json::json;
use url::form_urlencoded;

use super::answer;
use crate::domain::ids::ContactId;
use crate::domain::sort::{self, ListExtras, Sort};
use crate::flows::browse::Listing;
use crate::flows::erase::SingleDeletion;
use crate::flows::query::ContactQuery;
use crate::web::Web;
use crate::web::context::SignedIn;
use crate::web::error::{InvalidRequest, Problem, ProblemKind};

/// The parameters of a list call.
#[derive(Debug, Default, PartialEq)]
struct ListQuery {
    query: ContactQuery,
    listing: Listing,
}

/// `GET /api/contacts`: one page, in ascending order of ids or in the order of `order_by`.
pub(in crate::web) async fn list_contacts(
    request: HttpRequest,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let query = read_query(request.query_string())
        .ok_or_else(|| user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters)))?;
    let ListQuery { query, listing } = query;
    let page = web.flows.list_contacts(&user.viewer, &query, &listing).await;
    Ok(answer(&page.map_err(|failure| user.context.problem(failure))?))
}

/// `GET /api/contacts/{id}`: a contact and what its deletion affects.
pub(in crate::web) async fn show_contact(
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = contact_id(&id, &user)?;
    let contact = web.flows.show_contact(&user.viewer, id).await;
    Ok(answer(&contact.map_err(|failure| user.context.problem(failure))?))
}

/// `DELETE /api/contacts/{id}`: deletes the contact as the signed-in user.
pub(in crate::web) async fn erase_contact(
    request: HttpRequest,
    id: web::Path<String>,
    web: web::Data<Web>,
    user: SignedIn,
) -> Result<HttpResponse, Problem> {
    let id = contact_id(&id, &user)?;
    let deletion = read_deletion(id, request.query_string())
        .ok_or_else(|| user.context.problem(ProblemKind::InvalidRequest(InvalidRequest::Parameters)))?;
    let erased = web.flows.erase(user.viewer, deletion, user.context.request_id.clone()).await;
    let job = erased.map_err(|failure| user.context.problem(failure))?;
    Ok(answer(&json!({"id": id, "outcome": "deleted", "job_id": job.map(|job| job.0)})))
}

fn contact_id(text: &str, user: &SignedIn) -> Result<ContactId, Problem> {
    ContactId::parse(text).ok_or_else(|| user.context.problem(ProblemKind::InvalidContactId))
}

/// Unknown, repeated or malformed parameters are refused.
fn read_query(text: &str) -> Option<ListQuery> {
    let mut list = ListQuery::default();
    let mut seen = Vec::new();
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        if seen.contains(&name) {
            return None;
        }
        match name.as_ref() {
            "after" | "page_size" | "order_by" | "fields" if value.is_empty() => {}
            // The last id of the page before; with `order_by`, the number of contacts before the page. Both are
            // positive numbers.
            "after" => list.listing.after = Some(ContactId::parse(&value)?.get()),
            "page_size" => list.listing.limit = sort::parse_limit(&value)?,
            "order_by" => list.listing.sort = Some(Sort::parse(&value)?),
            "fields" => list.listing.extras = ListExtras::parse(&value)?,
            other => list.query.set_parameter(other, &value)?,
        }
        seen.push(name);
    }
    Some(list)
}

/// The options of a deletion, each at most once.
fn read_deletion(id: ContactId, text: &str) -> Option<SingleDeletion> {
    let mut deletion = SingleDeletion::new(id);
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        let place = match name.as_ref() {
            "include_open_deals" => &mut deletion.include_open_deals,
            "snapshot" => &mut deletion.keeps_snapshot,
            _ => return None,
        };
        if place.replace(value.parse().ok()?).is_some() {
            return None;
        }
    }
    Some(deletion)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_parameter_is_read() {
        let text = "search=Eva&created_from=2026-01-01&created_to=2026-01-31&created_by=1&assigned_by=2\
                    &without=phone,deals&source=WEB&no_activity_since=2025-01-01&after=50";
        let query = read_query(text).unwrap();
        assert!(query.query.search.is_some() && query.query.filter.is_filtered_here());
        assert_eq!(query.listing, Listing { after: Some(50), ..Listing::default() });
        assert_eq!(read_query("search=&after=&order_by=&page_size=&fields="), Some(ListQuery::default()));
        let listing =
            read_query("order_by=-created&page_size=200&fields=deals,source&after=50").unwrap().listing;
        assert_eq!((listing.limit, listing.sort), (200, Sort::parse("-created")));
        assert!(listing.extras.deals && listing.extras.sources);
        assert!(query.query.filter.no_activity_since.is_some());
    }

    #[test]
    fn unknown_or_malformed_parameters_are_refused() {
        for text in [
            "serach=Eva",
            "after=0",
            "after=1&after=2",
            "without=phone,hope",
            "created_by=me",
            "created_from=May",
            "source=a%20b",
            "order_by=phone",
            "page_size=0",
            "page_size=201",
            "fields=deals,",
            "no_activity_since=P12M",
        ] {
            assert_eq!(read_query(text), None, "{text}");
        }
    }

    #[test]
    fn unknown_or_repeated_deletion_options_are_refused() {
        let id = ContactId::new(50).unwrap();
        assert_eq!(read_deletion(id, ""), Some(SingleDeletion::new(id)));
        let chosen = read_deletion(id, "include_open_deals=false&snapshot=true").unwrap();
        assert_eq!((chosen.include_open_deals, chosen.keeps_snapshot), (Some(false), Some(true)));
        for text in
            ["include_open_deals=1", "include_open_deals=", "deals=true", "snapshot=true&snapshot=false"]
        {
            assert_eq!(read_deletion(id, text), None, "{text}");
        }
    }
}
