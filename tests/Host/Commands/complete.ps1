# Prints what PowerShell offers for lines, each offer behind its line and a tabulator: pwsh -File complete.ps1 SCRIPT LINE...
# A line for which nothing is offered, or only what it ends with, has an empty offer.
Get-Content $args[0] | Out-String | Invoke-Expression
foreach ($line in $args | Select-Object -Skip 1) {
    "$line`t"
    $found = [System.Management.Automation.CommandCompletion]::CompleteInput($line, $line.Length, $null)
    $typed = $line.Substring($found.ReplacementIndex, $found.ReplacementLength)
    $found.CompletionMatches | Where-Object { $_.CompletionText.Trim() -and $_.CompletionText -ne $typed } |
        ForEach-Object { "$line`t" + $_.CompletionText.Replace('./', '') }
}
