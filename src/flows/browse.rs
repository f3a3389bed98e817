//! Lists the contacts that the signed-in user may see, and shows one contact with what is linked to it.

use std::collections::HashMap;

use super::failure::Failure;
use super::query::ContactQuery;
use super::{Flows, Viewer};
use crate::bitrix::contacts::sorted::{self, SortedWindow};
use crate::bitrix::contacts::{self, ContactRow};
use crate::bitrix::error::RestError;
use crate::bitrix::rest::{Caller, RestClient};
use crate::domain::contact::{Contact, ContactDetails, ContactPage};
use crate::domain::ids::ContactId;
use crate::domain::sort::{ListExtras, Sort, USUAL_LIMIT};

/// A request for one page of a list.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Listing {
    /// Where the page begins: after this id, or, with `sort`, after so many contacts.
    pub after: Option<u32>,
    /// Most contacts on the page.
    pub limit: usize,
    /// The order; rising ids if `None`.
    pub sort: Option<Sort>,
    /// Details that need further calls.
    pub extras: ListExtras,
}

impl Default for Listing {
    fn default() -> Self {
        Self { after: None, limit: USUAL_LIMIT, sort: None, extras: ListExtras::default() }
    }
}

/// Reads a page. Returns its rows, and the page without items.
async fn read_page(
    rest: &RestClient,
    caller: &Caller,
    query: &ContactQuery,
    listing: &Listing,
) -> Result<(Vec<ContactRow>, ContactPage), RestError> {
    let (filter, search, limit) = (&query.filter, query.search.as_ref(), listing.limit);
    let items = Vec::new();
    let Some(sort) = listing.sort else {
        let after = listing.after.and_then(ContactId::new);
        let page = contacts::list_up_to(rest, caller, filter, search, after, limit).await?;
        let next = page.next.map(ContactId::get);
        return Ok((page.rows, ContactPage { items, total: page.total, next, sorted: None, cut: false }));
    };
    let skip = listing.after.and_then(|skip| usize::try_from(skip).ok()).unwrap_or_default();
    let page = sorted::list(rest, caller, filter, search, sort, SortedWindow { skip, limit }).await?;
    let (total, next, cut) = (page.total, page.next, page.cut);
    Ok((page.rows, ContactPage { items, total, next, sorted: Some(page.sorted), cut }))
}

impl Flows {
    /// Lists one page of contacts.
    pub async fn list_contacts(
        &self,
        viewer: &Viewer,
        query: &ContactQuery,
        listing: &Listing,
    ) -> Result<ContactPage, Failure> {
        let (portal, rest) = (&viewer.portal, &self.rest);
        let call = |caller| async move {
            let (rows, mut page) = read_page(rest, &caller, query, listing).await?;
            let extras = listing.extras;
            let ids: Vec<ContactId> = rows.iter().map(|row| row.id).collect();
            let deals =
                if extras.deals { contacts::count_deals(rest, &caller, &ids).await? } else { HashMap::new() };
            let names = contacts::look_up(rest, &caller, &rows, &portal.scope, extras.sources).await?;
            let shown = rows.into_iter().map(|row| row.into_contact(&portal.endpoint, &names));
            page.items = shown.map(|one| Contact { deals: deals.get(&one.id).copied(), ..one }).collect();
            Ok(page)
        };
        let listed = self.access.run(portal, &viewer.principal, call).await.map_err(Failure::from);
        listed.map_err(|failure| match failure {
            Failure::AccessDenied => Failure::ReadDenied,
            other => other,
        })
    }

    /// Shows one contact with what is linked to it.
    ///
    /// # Errors
    /// [`Failure::ContactNotFound`] when the contact does not exist or the user may not see it. The portal gives the
    /// same answer for both.
    pub async fn show_contact(&self, viewer: &Viewer, id: ContactId) -> Result<ContactDetails, Failure> {
        let (portal, rest) = (&viewer.portal, &self.rest);
        let call = |caller| async move {
            let Some((row, related)) = contacts::read(rest, &caller, id).await? else { return Ok(None) };
            let names =
                contacts::look_up_names(rest, &caller, std::slice::from_ref(&row), &portal.scope).await?;
            Ok(Some((row, names, related)))
        };
        let found = self.access.run(portal, &viewer.principal, call).await?;
        let (row, names, related) = found.ok_or(Failure::ContactNotFound)?;
        let contact = row.into_contact(&portal.endpoint, &names);
        Ok(ContactDetails { contact, related, open_deals: related.open_deals })
    }
}
