//! What the files of a job share: their parts are read in chunks and sent while they are read.

use actix_web::HttpResponse;
use futures_util::{Stream, StreamExt, stream};
use url::form_urlencoded;

use crate::domain::ids::ContactId;
use crate::flows::jobs::JobError;
use crate::web::context::SignedIn;
use crate::web::download;
use crate::web::pages::record::ClientZone;

/// Reads chunks one after the other. Each starts after the last contact of the chunk before.
pub(super) fn in_chunks<T: 'static, F>(
    read: impl Fn(Option<ContactId>) -> F + 'static,
) -> impl Stream<Item = Result<T, JobError>> + 'static
where
    F: Future<Output = Result<Option<(T, ContactId)>, JobError>> + 'static,
{
    stream::try_unfold(None, move |after: Option<ContactId>| {
        let portion = read(after);
        async move { Ok(portion.await?.map(|(portion, last)| (portion, Some(last)))) }
    })
}

/// The time zone, if there is one, and whether users are named.
pub(super) fn read_page_options(text: &str) -> Option<(Option<ClientZone>, bool)> {
    let (mut offset, mut zone, mut is_named) = (None, String::new(), false);
    for (name, value) in form_urlencoded::parse(text.as_bytes()) {
        match (name.as_ref(), value.as_ref()) {
            ("offset" | "zone" | "names", "") => {}
            ("offset", minutes) => offset = Some(minutes.parse().ok()?),
            ("zone", name) => name.clone_into(&mut zone),
            ("names", "1") => is_named = true,
            _ => return None,
        }
    }
    let zone = offset.map(|minutes| ClientZone::new(minutes, &zone).ok_or(())).transpose().ok()?;
    Some((zone, is_named))
}

/// Sends a file while it is read. An error cuts it off, so that it does not look complete.
pub(super) fn send(
    user: &SignedIn,
    what: &str,
    (ending, content_type): (&str, &'static str),
    (top, bottom): (String, String),
    middle: impl Stream<Item = Result<String, JobError>> + 'static,
) -> HttpResponse {
    let name = download::file_name(&format!("contact-eraser-{what}"), &user.viewer.portal, ending);
    let parts = stream::once(async { Ok(top) }).chain(middle).chain(stream::once(async { Ok(bottom) }));
    download::send(&name, content_type, parts)
}
