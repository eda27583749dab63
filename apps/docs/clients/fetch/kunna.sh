# Kunna by curl alone; jq reads the answers. With the demo:
#   . apps/docs/clients/fetch/kunna.sh
#   KUNNA=http://127.0.0.1:4000 TOKEN=$(jq -r .tokens.admin .kunna/demo.json)
#   certificates "$(ask '{ program(key: "data-protection") { id } }' | jq -r .data.program.id)"

# Asks an operation: ask '<GraphQL>' '<variables as JSON>'
ask() {
  jq --null-input --arg query "$1" --argjson variables "${2:-"{}"}" '{query: $query, variables: $variables}' |
    curl --silent --show-error "$KUNNA/graphql" --data @- \
      --header "authorization: Bearer $TOKEN" --header "content-type: application/json"
}

# All certificates of a program, page by page, a line of JSON each: certificates <program id>
certificates() {
  local after=null page
  while true; do
    page=$(ask 'query Certificates($programId: ID!, $after: String) {
      certificates(programId: $programId, first: 2, after: $after) {
        nodes { id number expiresAt standing }
        pageInfo { hasNextPage endCursor }
      }
    }' "{\"programId\": \"$1\", \"after\": $after}") || return
    jq --compact-output '.data.certificates.nodes[]' <<<"$page"
    [ "$(jq .data.certificates.pageInfo.hasNextPage <<<"$page")" = true ] || return 0
    after=$(jq .data.certificates.pageInfo.endCursor <<<"$page")
  done
}

# Extends a certificate, or says why not: extend <certificate id> <last day> <reason>
extend() {
  ask 'mutation Extend($input: ExtendCertificateInput!) {
    extendCertificate(input: $input) {
      __typename
      ... on Certificate { id expiresAt }
      ... on ExtensionRefused { reason }
      ... on Refusal { code message help }
    }
  }' "$(jq --null-input --arg certificateId "$1" --arg lastDay "$2" --arg reason "$3" '{input: $ARGS.named}')" |
    jq --compact-output .data.extendCertificate
}

# What happens in a program, live, each with its cursor as its id: follow <program id> [<id of the last one>]
follow() {
  jq --null-input --arg programId "$1" '{
    query: "subscription Follow($programId: ID!) { events(filter: {programId: $programId}) { type certificate { id } } }",
    variables: $ARGS.named
  }' |
    curl --silent --show-error --no-buffer "$KUNNA/graphql" --data @- \
      --header "authorization: Bearer $TOKEN" --header "content-type: application/json" \
      --header "accept: text/event-stream" ${2:+--header "last-event-id: $2"}
}
