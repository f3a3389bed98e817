// @ts-check
// The types that several modules share: the API's answers, and the used part of the portal's library. No code. A test
// compares the API's types with real answers.

/**
 * @typedef {object} Contact
 * @property {number} id
 * @property {string} name
 * @property {string[]} phones
 * @property {string[]} emails
 * @property {string | null} company
 * @property {string | null} created_at
 * @property {string | null} [modified_at]
 * @property {string | null} [last_activity_at]
 * @property {string | null} [source]
 * @property {number} [deals] only if the request asks for it
 * @property {number | null} assigned_by
 * @property {string | null} [assigned_by_name]
 * @property {string} url
 */

/**
 * What is linked to a contact. null: not known.
 * @typedef {object} Related
 * @property {number | null} deals
 * @property {number | null} companies
 * @property {number | null} activities
 */

/** @typedef {Contact & { related: Related, open_deals: number | null }} ContactDetail */

/**
 * A page of the list. `sorted` is false if the portal did not follow the order. `cut`: more contacts match than this
 * order can show.
 * @typedef {{ items: Contact[], total: number | null, next: number | null, sorted?: boolean, cut?: boolean }} ContactPage
 */

/**
 * The conditions of a list, named as in the API. Times are in UTC. On the page and in saved filters a date may also be
 * relative to today ("P2Y").
 * @typedef {object} ContactFilter
 * @property {string} [search]
 * @property {string} [created_from]
 * @property {string} [created_to]
 * @property {string} [no_activity_since]
 * @property {number} [created_by]
 * @property {number} [assigned_by]
 * @property {string[]} [without]
 * @property {string} [source]
 */

/** @typedef {{ every: "day" | "week" | "month", day: number, hour: number, minute: number }} Schedule */

/**
 * @typedef {object} SavedFilter
 * @property {number} id
 * @property {string} name
 * @property {boolean} shared whether all users of the portal see it
 * @property {ContactFilter} filter
 * @property {number | null} older_than_days
 * @property {string} zone the time zone of its days and hours
 * @property {ContactFilter | null} query the filter with the dates of today
 * @property {Schedule | null} schedule only administrators get it
 * @property {string | null} next_at
 * @property {string | null} paused why it prepares no drafts
 * @property {number} owner
 * @property {number | null} last_job
 * @property {number | null} open_job no other draft is prepared until this job has ended
 */

/** @typedef {"collecting" | "draft" | "queued" | "running" | "paused" | "waiting" | "verifying" | "done" | "cancelled" | "failed"} JobState */

/** @typedef {"deleted" | "restored" | "gone" | "denied" | "protected" | "failed" | "pending" | "cancelled"} Outcome */

/**
 * A deletion of many contacts, or a restore.
 * @typedef {object} Job
 * @property {number} id
 * @property {"delete" | "restore"} kind
 * @property {JobState} state
 * @property {string | null} reason
 * @property {number} total
 * @property {number} deleted
 * @property {number} gone
 * @property {number} denied
 * @property {number} protected
 * @property {number} failed
 * @property {number} pending
 * @property {number} cancelled
 * @property {string} created_at
 * @property {string | null} started_at
 * @property {string | null} finished_at
 * @property {boolean} [single] one contact, deleted at once
 * @property {number} created_by
 * @property {string | null} [created_by_name]
 * @property {number | null} eta_seconds
 * @property {number | null} rate contacts per second
 * @property {string | null} resumes_at
 * @property {string | null} expires_at
 * @property {number | null} verified
 * @property {boolean} include_open_deals
 * @property {string | null} snapshot_until
 * @property {number} restorable how many contacts can still be restored
 * @property {number | null} [saved_filter] the saved filter that prepared this draft
 * @property {string | null} reference the request number that the deletion is recorded under
 * @property {number | null} [number] the number that people see
 * @property {number | null} [paused_by]
 * @property {string | null} [paused_at]
 * @property {number | null} [source_number] the number of the job whose contacts this job restores
 * @property {{ id: number, number: number | null, restored: number, is_over: boolean }[]} [restores] the jobs that restore this job's contacts
 */

/** @typedef {{ items: JobItem[], next: number | null }} JobItemPage */

/**
 * @typedef {object} JobItem
 * @property {number} contact_id
 * @property {Outcome} outcome
 * @property {string | null} [code]
 * @property {string | null} [message]
 * @property {number | null} [new_id]
 * @property {number | null} [twin_id]
 * @property {string | null} [name]
 * @property {number | null} [deal_id] the open deal because of which the contact was kept
 * @property {string | null} [portal_says] the portal's own text for a refusal
 */

/**
 * What a deletion affects. null: not known. Without `exact` the numbers are minimums.
 * @typedef {object} Impact
 * @property {number} total
 * @property {(Contact & { kept?: "open_deals" | "deals_unknown" | null })[]} sample
 * @property {number | null} with_open_deals
 * @property {number | null} with_deals
 * @property {number | null} with_company
 * @property {number | null} with_activities
 * @property {number | null} protected
 * @property {number | null} [unknown] contacts whose deals the user may not see
 * @property {number | null} [missing] ids that were not found or that the user may not see
 * @property {number} [counted] contacts that are counted completely
 * @property {boolean} exact
 */

/**
 * @typedef {object} Settings
 * @property {number} confirm_from
 * @property {number} max_contacts_per_job
 * @property {"keep" | "ask" | "delete"} open_deals
 * @property {number} snapshot_days
 */

/**
 * All settings, named as in the API.
 * @typedef {object} PortalSettings
 * @property {string} who_may_delete
 * @property {number[]} chosen_users
 * @property {string} method
 * @property {number} confirm_from
 * @property {number} max_contacts_per_job
 * @property {number} [max_contacts_per_day] missing if there is no limit
 * @property {string} open_deals
 * @property {number} snapshot_days
 * @property {{ contact_card: boolean, contact_list: boolean, contact_toolbar?: boolean }} widgets
 * @property {number} audit_days
 * @property {number} request_log_days
 */

/**
 * More about an entry: settings, or the numbers of a job.
 * @typedef {object} AuditDetail
 * @property {Record<string, unknown>} [before]
 * @property {Record<string, unknown>} [after]
 * @property {"delete" | "restore"} [kind]
 * @property {boolean} [draft]
 * @property {number} [total]
 * @property {number} [deleted]
 * @property {number} [restored]
 * @property {number} [protected]
 * @property {number} [denied]
 * @property {number} [failed]
 * @property {number} [cancelled]
 * @property {number} [names] how many names a report contains
 */

/** @typedef {{ deleted: number, restored: number, kept: number, failed: number }} Sums */

/**
 * @typedef {object} Overview
 * @property {(Sums & { from: string })[]} weeks
 * @property {(Sums & { user_id: number | null })[]} people
 * @property {string} picture a chart as SVG
 */

/**
 * One entry of the history.
 * @typedef {object} AuditLine
 * @property {number} id
 * @property {string} created_at
 * @property {number | null} user_id
 * @property {string} action
 * @property {string} outcome
 * @property {number | null} contact_id
 * @property {string | null} contact_outcome
 * @property {number | null} job_id
 * @property {number | null} [job_number]
 * @property {boolean} restorable whether this deletion of one contact can be undone
 * @property {AuditDetail | null} detail
 * @property {string} request_id
 */

/**
 * One call to the portal.
 * @typedef {object} LoggedCall
 * @property {number} id
 * @property {string} time
 * @property {string} method
 * @property {Record<string, number>} commands
 * @property {string} outcome
 * @property {number | null} status
 * @property {string | null} error
 * @property {number | null} refused
 * @property {number} milliseconds
 * @property {number} attempt
 * @property {string} request_id
 */

/**
 * The state of the installation.
 * @typedef {object} Installation
 * @property {string} installed_at
 * @property {number | null} installed_by
 * @property {string} licence
 * @property {string[]} scopes
 * @property {string[]} missing_scopes
 * @property {Record<string, string>} features
 * @property {{ alive: number, gone: number }} authorizations
 * @property {{ calls_at_once: number, calls_per_second: number, running_time: { method: string, left_seconds: number, blocked_until: string | null }[], met: { error: string, calls: number, last: string }[] }} limits
 */

/**
 * @typedef {object} Boot
 * @property {string} [session]
 * @property {number} [expires_at]
 * @property {string} [member_id]
 * @property {string} [portal_domain]
 * @property {string} [portal_origin]
 * @property {number} [user_id]
 * @property {boolean} [admin]
 * @property {string} [user_name]
 * @property {number | null} [contact_id]
 * @property {string} language
 * @property {Record<string, string | Record<string, string>>} messages a text, or one text for each plural category
 */

/**
 * What a notice shows. `stays`: it does not disappear by itself. `action`: a button, whose answer replaces the content.
 * @typedef {object} NoticeContent
 * @property {"success" | "error" | "info"} kind
 * @property {string} title
 * @property {string} [text]
 * @property {string} [requestId]
 * @property {boolean} [stays]
 * @property {{ label: string, href: string }} [link]
 * @property {{ label: string, run: () => Promise<NoticeContent> }} [action] must not throw
 */

/**
 * What the person chose for the deletion of one contact. `days`: how long the copy is kept.
 * @typedef {{ includeOpenDeals: boolean, keepsCopy: boolean | null, days: number }} DeleteChoices
 */

/**
 * @typedef {object} PortalAuth
 * @property {string} [access_token]
 * @property {string} [refresh_token]
 * @property {number | string} [expires_in] BX24.js: the end in milliseconds since 1970
 * @property {string} [domain]
 * @property {string} [member_id]
 */

/**
 * The portal's library. Functions that a copy lacks are undefined.
 * @typedef {object} PortalLibrary
 * @property {(ready: () => void) => void} init
 * @property {() => void} [installFinish]
 * @property {(done: (auth: PortalAuth | false) => void) => void} [refreshAuth]
 * @property {(width: number, height: number, done?: () => void) => void} [resizeWindow]
 * @property {(done?: () => void) => void} [fitWindow]
 * @property {(title: string, done?: () => void) => void} [setTitle]
 * @property {(path: string, done?: (answer: OpenPathAnswer) => void) => void} [openPath]
 * @property {{ call?: (command: string, parameters: object, done?: (answer: OpenPathAnswer) => void) => void, info?: () => { options?: unknown } | undefined }} [placement]
 * @property {(done: (user: { id?: number | string, name?: string } | undefined) => void) => void} [selectUser]
 * @property {(done: (users: { id?: number | string, name?: string }[] | Record<string, { id?: number | string, name?: string }> | undefined) => void) => void} [selectUsers]
 * @property {{ get?: (name: string) => unknown, set?: (name: string, value: string) => void }} [userOption]
 * @property {() => void} [reloadWindow]
 * @property {() => void} [closeApplication]
 */

/** @typedef {{ result?: string, errorCode?: string } | undefined} OpenPathAnswer */

/**
 * @typedef {object} IdListColumn
 * @property {number} index counted from 1
 * @property {string} name its heading, may be empty
 * @property {string[]} sample its first values
 */

/**
 * What the service read in a list of ids.
 * @typedef {object} IdList
 * @property {"list" | "table"} kind
 * @property {IdListColumn[]} columns
 * @property {number | null} column the index of the column with the ids
 * @property {"column" | null} needs what the person has to choose
 * @property {number[]} ids without repetitions
 * @property {number} repeated
 * @property {{ row: number, value: string, reason: string, text: string }[]} problems the first problems
 * @property {number} problem_count
 */

export {};
